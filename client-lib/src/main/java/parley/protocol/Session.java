package parley.protocol;

import java.security.MessageDigest;
import java.util.HexFormat;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * The result of a handshake on both ends: the peer's identity, a writer and a reader for records, and the approval
 * code. It knows no time; the caller watches its life and its silence. The writer is thread-safe, the reader is for
 * one thread at a time, the rest is safe anywhere.
 */
public final class Session implements Destroyable {
    /** generation = seq >> SHIFT: a new key after about a million records. */
    static final int SHIFT = 20;

    private final boolean server;
    private final String sessionId;
    private final PublicKey peerKey;
    private final String clientId;
    private final RecordWriter writer;
    private final RecordReader reader;
    private final byte[] n_s;
    /** Empty on a client. */
    private final byte[] r_s;

    private final byte[] r_c;
    private final byte[] hF;
    private final Secret master;
    private @Nullable String approvalCode;
    private volatile boolean destroyed;

    static Session ofClient(HandshakeState noise, byte[] ss, PublicKey S_pub, PublicKey C_pub, byte[] r_c, byte[] n_s) {
        return new Session(false, noise, ss, S_pub, ClientId.of(C_pub), r_c, Hash.NONE, n_s);
    }

    static Session ofServer(HandshakeState noise, byte[] ss, PublicKey C_pub, byte[] r_c, byte[] r_s) {
        Session session = new Session(true, noise, ss, C_pub, ClientId.of(C_pub), r_c, r_s, KeySchedule.n_s(r_s));
        session.approvalCode(r_s);
        return session;
    }

    private Session(
            boolean server,
            HandshakeState noise,
            byte[] ss,
            PublicKey peerKey,
            String clientId,
            byte[] r_c,
            byte[] r_s,
            byte[] n_s) {
        this.server = server;
        this.peerKey = peerKey;
        this.clientId = clientId;
        this.r_c = r_c.clone();
        this.r_s = r_s.clone();
        this.n_s = n_s.clone();
        this.hF = noise.h();
        byte[][] t = noise.split();
        byte[] master = KeySchedule.master(t[0], t[1], ss);
        this.master = Secret.owning(master);
        this.sessionId = HexFormat.of().formatHex(KeySchedule.sessionId(master, hF));
        Ratchet c = new Ratchet(KeySchedule.c_0(master, hF), SHIFT);
        Ratchet s = new Ratchet(KeySchedule.s_0(master, hF), SHIFT);
        this.writer = new RecordWriter(server ? s : c, server);
        this.reader = new RecordReader(server ? c : s, !server);
        Hash.wipe(t[0], t[1]);
    }

    /** Public, for logs: 32 hex digits, the same on both ends. */
    public String sessionId() {
        return sessionId;
    }

    /** The other end's static key: the client's for a server, the server's for a client. */
    public PublicKey peerKey() {
        return peerKey;
    }

    /** The client id of the client in this session, on either end. */
    public String clientId() {
        return clientId;
    }

    /** What this end sends. */
    public RecordWriter writer() {
        return writer;
    }

    /** What this end receives. */
    public RecordReader reader() {
        return reader;
    }

    /**
     * r_s, which a server reveals to a client that waits for approval.
     *
     * @throws IllegalStateException on a client
     */
    public byte[] reveal() {
        if (!server) {
            throw new IllegalStateException("Only a server has something to reveal.");
        }
        return r_s.clone();
    }

    /** Whether this r_s is the one that the server was committed to by M0. */
    public boolean checkReveal(byte[] r_s) {
        return MessageDigest.isEqual(n_s, KeySchedule.n_s(r_s));
    }

    /**
     * The six digits that a person compares on both ends, as {@code "072 045"}. After the first call on a client the
     * secret that they come from is wiped.
     *
     * @throws IllegalArgumentException if {@link #checkReveal} does not hold: no code is shown without it
     * @throws IllegalStateException after {@link #forgetApproval()} or {@link #destroy()}
     */
    public synchronized String approvalCode(byte[] revealOfServer) {
        if (!checkReveal(revealOfServer)) {
            throw new IllegalArgumentException("The server reveals another value than it committed itself to.");
        }
        String code = approvalCode;
        if (code == null) {
            code = KeySchedule.approvalCode(master.bytes(), hF, r_c, revealOfServer);
            approvalCode = code;
            forgetApproval();
        }
        return code;
    }

    /** For a client that will not be asked for a code: wipes the secret that the code and the first keys come from. */
    public synchronized void forgetApproval() {
        master.destroy();
        Hash.wipe(r_c);
    }

    /** Wipes all keys. The writer sends nothing more and the reader refuses every record. */
    @Override
    public void destroy() {
        destroyed = true;
        forgetApproval();
        writer.destroy();
        reader.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "Session[" + sessionId + ", client " + clientId + "]";
    }
}
