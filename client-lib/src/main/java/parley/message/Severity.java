package parley.message;

import parley.message.json.Word;

/** How much an update matters; an optional one may be declined without harm. */
public enum Severity implements Word {
    CRITICAL,
    MANDATORY,
    OPTIONAL
}
