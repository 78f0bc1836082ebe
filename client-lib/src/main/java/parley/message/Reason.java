package parley.message;

import parley.message.json.Word;

/** Why a client declined, failed or rolled back. */
public enum Reason implements Word {
    NO_SPACE,
    DOWNLOAD_LOST,
    INTEGRITY,
    CONFLICT,
    PATH_REFUSED,
    PERMISSION,
    RUN_FAILED,
    CHECK_FAILED,
    CONFIRM_TIMEOUT,
    POLICY,
    DOWNGRADE,
    UNSUPPORTED,
    CANCELLED,
    INTERNAL
}
