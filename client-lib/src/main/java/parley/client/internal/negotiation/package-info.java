/**
 * The client's side of the negotiation: what a message means where the client stands, and what follows
 * (docs/states.md). Knows no socket and no thread; it speaks through
 * {@link parley.client.internal.negotiation.NegotiationHost}.
 */
package parley.client.internal.negotiation;
