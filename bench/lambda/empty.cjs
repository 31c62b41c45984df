/** Nothing: what the runtime takes by itself. */
exports.handler = async () => ({ statusCode: 204 });
