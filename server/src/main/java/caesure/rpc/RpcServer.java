// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.CookieFile;
import caesure.http.HttpServer;
import caesure.http.LogLines;
import caesure.http.Login;
import caesure.http.Logins;
import caesure.http.Route;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** JSON-RPC over HTTP, from its start until it is closed. */
public final class RpcServer implements AutoCloseable {
    private final HttpServer http;
    private final JsonRpc protocol;
    private final Optional<CookieFile> cookie;
    private final LogLines log;

    private RpcServer(
            HttpServer http, JsonRpc protocol, Optional<CookieFile> cookie, LogLines log) {
        this.http = http;
        this.protocol = protocol;
        this.cookie = cookie;
        this.log = log;
    }

    /**
     * Starts a server that answers every call with "warming up" until {@link #ready}.
     *
     * @param active is told of each call
     * @param doors further routes of the same server, such as REST
     * @throws IllegalArgumentException if a setting is wrong
     * @throws IOException if it can listen nowhere or leave no cookie
     */
    public static RpcServer start(
            RpcSettings settings,
            Methods methods,
            ActiveCalls active,
            List<Route> doors,
            LogLines log)
            throws IOException {
        List<Login> logins = new ArrayList<>(listed(settings.auth()));
        var whitelists = Whitelists.of(settings.whitelists(), settings.whitelistByDefault());
        var protocol = new JsonRpc(methods, whitelists, active, log);
        var random = new SecureRandom();
        Optional<CookieFile> cookie = Optional.empty();
        if (!settings.password().isEmpty()) {
            log.line("Using rpcuser/rpcpassword authentication.");
            logins.add(Login.of(settings.user(), settings.password(), random));
        } else if (settings.cookie().isPresent()) {
            cookie =
                    Optional.of(
                            CookieFile.write(settings.cookie().get(), settings.readers(), random));
            logins.add(cookie.get().login());
            log.line("Using random cookie authentication.");
        }
        List<Route> routes = new ArrayList<>(doors);
        routes.add(
                new Route(
                        "/",
                        Set.of("POST"),
                        Optional.of(new Logins(logins)),
                        request ->
                                protocol.answer(
                                        request.body(), request.user(), request.stopping())));
        try {
            HttpServer http = HttpServer.start(settings.http(), routes, log);
            return new RpcServer(http, protocol, cookie, log);
        } catch (IOException e) {
            remove(cookie, log);
            throw e;
        }
    }

    private static List<Login> listed(List<String> auth) {
        return auth.stream()
                .map(text ->
                        Login.parse(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException("Invalid -rpcauth argument.")))
                .toList();
    }

    /** Where it listens. */
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }

    /** Says what the node does before it can answer. */
    public void warmsUp(String status) {
        protocol.warmsUp(status);
    }

    /** From now on calls are answered. */
    public void ready() {
        protocol.ready();
    }

    /** Gives the answers that are being worked on, ends all connections, removes the cookie. */
    @Override
    public void close() {
        http.close();
        remove(cookie, log);
    }

    private static void remove(Optional<CookieFile> cookie, LogLines log) {
        if (cookie.isEmpty()) return;
        try {
            cookie.get().close();
        } catch (IOException e) {
            log.line("Unable to remove random auth cookie file: " + e);
        }
    }
}
