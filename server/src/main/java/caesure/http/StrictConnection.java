// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A connection of Jetty's where bitcoind's clients expect something else than Jetty does: a request
 * without Host is answered, targets reach the routes as they were sent, and what is no proper
 * request is answered with 400, whatever is wrong with it.
 */
final class StrictConnection extends HttpConnection {
    /** What Jetty may think of every target. It is ours to say which of them exist. */
    private static final String ANY_TARGET = "/";

    private static final ByteBuffer HOST =
            ByteBuffer.wrap("Host: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                    .asReadOnlyBuffer();

    /** Errors of the request's form for which bitcoind knows only 400. */
    private static final Set<Integer> BAD_REQUESTS =
            Set.of(
                    HttpStatus.URI_TOO_LONG_414,
                    HttpStatus.EXPECTATION_FAILED_417,
                    HttpStatus.UPGRADE_REQUIRED_426,
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
                    HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505);

    private RequestHandler handler; // set by the constructor of the class above: no initial value
    private volatile String method;
    private volatile String target;

    private final Predicate<InetSocketAddress> admits;

    private StrictConnection(
            HttpConfiguration how,
            Connector connector,
            EndPoint endPoint,
            Predicate<InetSocketAddress> admits) {
        super(how, connector, endPoint);
        this.admits = admits;
    }

    /** Ends it at once if it is from somewhere from where nobody may connect. */
    @Override
    public void onOpen() {
        boolean isAdmitted =
                getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress from
                        && from.getAddress() != null
                        && admits.test(from);
        if (isAdmitted) {
            super.onOpen();
        } else {
            getEndPoint().close();
        }
    }

    /** Makes the connections of a connector. */
    static final class Factory extends AbstractConnectionFactory
            implements HttpConfiguration.ConnectionFactory {
        private final HttpConfiguration how;
        private final Predicate<InetSocketAddress> admits;

        /**
         * @param admits from where one may connect
         */
        Factory(HttpConfiguration how, Predicate<InetSocketAddress> admits) {
            super(HttpVersion.HTTP_1_1.asString());
            this.how = how;
            this.admits = admits;
        }

        @Override
        public HttpConfiguration getHttpConfiguration() {
            return how;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            var made = new StrictConnection(how, connector, endPoint, admits);
            return configure(made, connector, endPoint);
        }
    }

    /** The method of the request that is being answered, as it was sent. */
    String method() {
        return method;
    }

    /** The target of the request that is being answered, as it was sent. */
    String target() {
        return target;
    }

    @Override
    protected RequestHandler newRequestHandler() {
        handler = super.newRequestHandler();
        return handler;
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
        int headerBytes = getHttpConfiguration().getRequestHeaderSize();
        return new HttpParser(handler, headerBytes, compliance) {
            @Override
            protected boolean parseFields(ByteBuffer buffer) {
                try {
                    return super.parseFields(buffer);
                } catch (HttpException.RuntimeException e) {
                    // At the empty line, all else being well: go on as if the field had been there.
                    // HttpServerTest#answersWithoutHost fails should Jetty word it differently.
                    if (!"No Host".equals(e.getReason())) throw e;
                    return super.parseFields(HOST.duplicate());
                }
            }
        };
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String verb, String uri, HttpVersion version) {
        method = verb;
        target = uri;
        // CONNECT's target is of another grammar, and no route takes it
        String tame = verb.equals("CONNECT") ? "OTHER" : verb;
        return new Stream(tame, ANY_TARGET, version);
    }

    private final class Stream extends HttpStreamOverHTTP1 {
        Stream(String verb, String uri, HttpVersion version) {
            super(verb, uri, version);
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            super.send(request, worded(response), last, content, callback);
        }
    }

    private static MetaData.Response worded(MetaData.Response response) {
        if (response == null) return null; // more of a body
        int status = response.getStatus();
        if (BAD_REQUESTS.contains(status)) {
            return with(response, HttpStatus.BAD_REQUEST_400, "Bad Request");
        }
        if (status == HttpStatus.PAYLOAD_TOO_LARGE_413) {
            return with(response, status, "Content too large"); // bitcoind's words
        }
        if (status == HttpStatus.INTERNAL_SERVER_ERROR_500) {
            return with(response, status, "Internal Server Error"); // "Server Error" to Jetty
        }
        return response;
    }

    private static MetaData.Response with(MetaData.Response response, int status, String reason) {
        return new MetaData.Response(
                status,
                reason,
                response.getHttpVersion(),
                response.getHttpFields(),
                response.getContentLength(),
                response.getTrailersSupplier());
    }
}
