package parley.protocol;

import java.util.Locale;

/** Why a handshake or a record was refused: for the audit log and the metrics, never for the peer. */
public enum Failure {
    /** A message in the wrong place: twice, too early, after a failure. */
    ORDER,
    SIZE,
    TYPE,
    VERSION,
    /** No such suite, or not the suite of the token. */
    SUITE,
    /** The key id is not known here. */
    KEY_ID,
    BINDER,
    /** A public key that is not canonical or of low order. */
    PUBLIC_KEY,
    /** A client key that is the server's own. */
    IDENTITY,
    /** An ML-KEM encapsulation key with a coefficient that is not below q. */
    KEM,
    /** An AEAD tag that does not verify. */
    TAG,
    /** proof_s or proof_c does not verify. */
    PROOF,
    /** r_c does not open n_c. */
    COMMITMENT,
    /** The fault is on this side: the random source failed or is stuck; the exception's cause says more. */
    INTERNAL,
    /** The inner length is larger than what is there. */
    LENGTH,
    PADDING,
    /** A record body that is not as its type asks. */
    BODY,
    /** Data where only a server may send it. */
    DIRECTION,
    /** A JSON part that is not full, or something between two parts. */
    PART,
    /** More JSON than {@link Wire#MAX_JSON}. */
    LIMIT,
    /** A record after the peer's close. */
    AFTER_CLOSE;

    /** The name in lower case, for logs and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
