/**
 * What happens in tasks, told to whoever looks: as pages of JSON, and as Server-Sent Events.
 *
 * <p>Promises that an event is written in the transaction of the change that it tells of and sent only after its
 * commit,
 * that a reader who goes on behind the last number that it has seen misses nothing and hears nothing twice, also from
 * other nodes, and that a reader who is too slow is dropped and never buffered for. Does not promise that every step in
 * between is still worth telling: an event says how its subject stands then, and later ones may say otherwise.
 */
package parley.server.events;
