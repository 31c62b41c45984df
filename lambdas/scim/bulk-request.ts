/** What one Bulk request may hold at most (RFC 7644 §3.7.4): operations, and bytes of its body. */
export const bulkLimits = { maxOperations: 1000, maxPayloadSize: 1_000_000 } as const;
