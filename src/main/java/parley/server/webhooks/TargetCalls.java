package parley.server.webhooks;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Requests to targets that nobody trusts: to the very addresses that were checked, without redirects, proxies, cookies
 * or decompression, within a time, and with little of the answer read. One connection for each request. Thread-safe.
 */
final class TargetCalls implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TargetCalls.class.getName());

    static final Duration CONNECT = Duration.ofSeconds(5);

    /** Bytes of an answer's body; the rest is not read. */
    static final int MOST_READ = 4_096;

    private static final int MAX_HEADER_LINE = 8_192;
    private static final int MAX_HEADERS = 100;

    /** More than there are threads that call. */
    private static final int CONNECTIONS = 64;

    private final Duration time;
    private final ScheduledExecutorService timers;
    private final CloseableHttpClient client;

    /** @param time for a whole request, from the look-up of the name to the end of the answer */
    TargetCalls(AllowedTargets allowed, Duration time, ScheduledExecutorService timers) {
        this.time = time;
        this.timers = timers;
        Timeout connect = Timeout.ofMilliseconds(Math.min(CONNECT.toMillis(), time.toMillis()));
        Timeout silence = Timeout.ofMilliseconds(time.toMillis());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedAddresses(allowed))
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(MAX_HEADER_LINE)
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(silence)
                                .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(silence)
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Parley")
                .build();
    }

    /** Sends a request and waits for its result, for no longer than the time for a whole request. */
    DeliveryResult post(URI target, Map<String, String> headers, String body) {
        HttpPost request = new HttpPost(target);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null));
        AtomicBoolean late = new AtomicBoolean();
        long begin = System.nanoTime();
        ScheduledFuture<?> deadline = timers.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            int status = status(request);
            return DeliveryResult.answered(status, since(begin));
        } catch (IOException | HttpException e) {
            String text = late.get() ? "no answer within " + seconds(time) + " s" : describe(e);
            return DeliveryResult.failed(text, since(begin));
        } finally {
            deadline.cancel(false);
        }
    }

    private int status(HttpPost request) throws IOException, HttpException {
        ClassicHttpResponse response = client.executeOpen(RoutingSupport.determineHost(request), request, null);
        try {
            readALittle(response.getEntity());
            return response.getCode();
        } finally {
            request.cancel(); // first: close() alone would read the rest
            quietly(response);
        }
    }

    /** So that a target that answers a little sees its answer taken. Only the status counts. */
    private static void readALittle(HttpEntity entity) {
        if (entity == null) {
            return;
        }
        try {
            InputStream content = entity.getContent();
            content.readNBytes(MOST_READ);
        } catch (IOException e) {
            LOG.log(Level.FINE, "the body of an answer was cut", e);
        }
    }

    private static void quietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a connection that was cut", e);
        }
    }

    private static String describe(Exception e) {
        if (e instanceof ForbiddenAddressException) {
            return e.getMessage() + " has an address that is not public and not in parley.webhooks.allow";
        }
        if (e instanceof UnknownHostException) {
            return "the host name has no address";
        }
        if (e instanceof ConnectTimeoutException) {
            return "no connection within " + seconds(CONNECT) + " s";
        }
        if (e instanceof ConnectException) {
            return "the target takes no connection";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof SSLException) {
            return "TLS failed: " + e.getMessage();
        }
        return "the connection failed: " + e.getClass().getSimpleName();
    }

    private static long seconds(Duration time) {
        return Math.max(1, time.toSeconds());
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /** Gives the connection the addresses that were checked, and no others. */
    private record CheckedAddresses(AllowedTargets allowed) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return allowed.resolve(host, InetAddress::getAllByName);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
