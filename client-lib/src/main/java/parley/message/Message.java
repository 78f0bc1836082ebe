package parley.message;

/**
 * One message of Parley/1 (§7). Each is a record of its own whose components have the names of the JSON members;
 * members that may be missing are {@link java.util.Optional}. Free texts are cut to their limits by the constructors,
 * everything else that breaks a rule of §7 is an {@link IllegalArgumentException} there.
 */
public sealed interface Message
        permits Hello,
                Welcome,
                Inventory,
                LookAt,
                Offer,
                Answer,
                Agreed,
                Refused,
                Wait,
                NothingToDo,
                Fetch,
                FetchFailed,
                Proceed,
                Report,
                Ack,
                Confirmed,
                Pause,
                Resume,
                Cancel,
                Ping,
                Pong {}
