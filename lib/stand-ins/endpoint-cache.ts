/** The memory of endpoints that the client makes and never asks: it is told its endpoint, or makes it of the Region. */
export function EndpointCache(): void {
  // Nothing is remembered.
}
