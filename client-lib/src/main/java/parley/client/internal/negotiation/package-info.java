/**
 * The client's side of the negotiation: what a message means in each phase of the client, and what follows
 * (docs/states.md). Knows no socket and no thread; it sends through
 * {@link parley.client.internal.negotiation.NegotiationHost}.
 */
@NullMarked
package parley.client.internal.negotiation;

import org.jspecify.annotations.NullMarked;
