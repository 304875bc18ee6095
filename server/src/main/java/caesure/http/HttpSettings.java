// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.wire.Subnet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an operator chooses about the server.
 *
 * @param addresses where to listen; at least one must work
 * @param allowed who may connect, beside this machine itself
 * @param hosts names in the Host header that are answered, beside localhost and addresses
 * @param timeoutS how long a client may be silent within a request, or take nothing of a reply, and
 *     without credentials also between requests, in seconds; for ever if 0
 * @param idle what becomes of a client with credentials that is silent so long between requests
 * @param handlers how many requests are worked on at once
 * @param queue how many more may wait before one is refused with 503; empty: all wait
 */
public record HttpSettings(
        List<InetSocketAddress> addresses,
        List<Subnet> allowed,
        Set<String> hosts,
        int timeoutS,
        Idle idle,
        int handlers,
        OptionalInt queue) {
    /** As bitcoind's -rpcservertimeout. */
    public static final int TIMEOUT_S = 30;

    /** As bitcoind's -rpcthreads. */
    public static final int HANDLERS = 16;

    /**
     * What becomes of clients with credentials between their requests. Core's own test suite, as
     * other programs, keeps a connection for as long as the node lives and never makes another.
     */
    public enum Idle {
        KEPT,
        /** As bitcoind does: right as soon as an operator says how long. */
        ENDED
    }

    public HttpSettings {
        addresses = List.copyOf(addresses);
        allowed = List.copyOf(allowed);
        hosts = Set.copyOf(hosts);
        if (handlers < 1) throw new IllegalArgumentException("handlers: " + handlers);
        if (timeoutS < 0) throw new IllegalArgumentException("timeoutS: " + timeoutS);
    }

    /** A server for programs on this machine, with everything else as bitcoind has it. */
    public static HttpSettings local(int port) {
        return new HttpSettings(
                loopback(port),
                List.of(),
                Set.of(),
                TIMEOUT_S,
                Idle.KEPT,
                HANDLERS,
                OptionalInt.empty());
    }

    private static List<InetSocketAddress> loopback(int port) {
        return List.of(at("::1", port), at("127.0.0.1", port));
    }

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    public HttpSettings withHandlers(int count) {
        return new HttpSettings(addresses, allowed, hosts, timeoutS, idle, count, queue);
    }

    public HttpSettings withTimeoutS(int seconds, Idle what) {
        return new HttpSettings(addresses, allowed, hosts, seconds, what, handlers, queue);
    }

    public HttpSettings withQueue(int depth) {
        return new HttpSettings(
                addresses, allowed, hosts, timeoutS, idle, handlers, OptionalInt.of(depth));
    }

    public HttpSettings withHosts(Set<String> names) {
        return new HttpSettings(addresses, allowed, names, timeoutS, idle, handlers, queue);
    }

    /**
     * Opens the server to other machines. As with bitcoind that takes two words, or a slip would
     * open it: without both, who may connect and where to listen, it stays with this machine.
     *
     * @param binds {@code address}, {@code address:port} or {@code [address]:port}
     * @param allows {@link Subnet#parse subnets}
     * @throws IllegalArgumentException with bitcoind's words if a text is wrong
     */
    public HttpSettings opened(List<String> binds, List<String> allows, LogLines log) {
        List<Subnet> subnets = allows.stream().map(HttpSettings::subnet).toList();
        List<InetSocketAddress> where = addresses;
        if (allows.isEmpty() && !binds.isEmpty()) {
            log.line(
                    "Option -rpcbind was ignored because -rpcallowip was not specified, refusing to"
                            + " allow everyone to connect");
        } else if (binds.isEmpty() && !allows.isEmpty()) {
            log.line(
                    "Option -rpcallowip was specified without -rpcbind; this doesn't usually make"
                            + " sense");
        } else if (!binds.isEmpty()) {
            where = listen(binds, addresses.getFirst().getPort(), log);
        }
        return new HttpSettings(where, subnets, hosts, timeoutS, idle, handlers, queue);
    }

    private static Subnet subnet(String text) {
        return Subnet.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Invalid -rpcallowip subnet specification: "
                                        + text
                                        + ". Valid values are a single IP (e.g. 1.2.3.4), a"
                                        + " network/netmask (e.g. 1.2.3.4/255.255.255.0), a"
                                        + " network/CIDR (e.g. 1.2.3.4/24), all ipv4"
                                        + " (0.0.0.0/0), or all ipv6 (::/0)."));
    }

    private static List<InetSocketAddress> listen(List<String> binds, int port, LogLines log) {
        List<InetSocketAddress> where = new ArrayList<>();
        for (String bind : binds) {
            Optional<InetSocketAddress> address = address(bind, port);
            if (address.isEmpty()) {
                log.line("Could not bind RPC on address " + LogLines.clean(bind) + ": no address");
                continue;
            }
            if (address.get().getAddress().isAnyLocalAddress()) {
                log.line(
                        "The RPC server is not safe to expose to untrusted networks such as the"
                                + " public internet");
            }
            where.add(address.get());
        }
        return where;
    }

    /** The address of a text; empty if its host is no address. */
    private static Optional<InetSocketAddress> address(String bind, int defaultPort) {
        int colon = bind.lastIndexOf(':');
        boolean hasPort =
                colon > 0 && (bind.indexOf(':') == colon || bind.charAt(colon - 1) == ']');
        String host = hasPort ? bind.substring(0, colon) : bind;
        int port = defaultPort;
        if (hasPort) {
            String digits = bind.substring(colon + 1);
            port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "Invalid port specified in -rpcbind: '" + bind + "'");
            }
        }
        int number = port;
        return IpText.parse(host).map(ip -> new InetSocketAddress(ip, number));
    }
}
