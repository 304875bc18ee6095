// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.consensus.Params;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which doors stand open, and for whom.
 *
 * @param isOn whether JSON-RPC is answered; without it there is no REST either
 * @param rest whether REST is
 * @param port if a place names none
 * @param binds {@code address[:port]}; empty: this machine alone
 * @param allowed subnets that may ask
 * @param hosts names in the Host header that are answered
 * @param cookie where the cookie lies; empty: nowhere
 * @param cookieReaders owner, group or all
 * @param threads how many questions are answered at once
 * @param queue how many more may wait; empty: all
 * @param timeoutS how long a client may be silent; empty if nobody said
 * @param publish what goes where over ZeroMQ
 */
public record RpcOptions(
        boolean isOn,
        boolean rest,
        int port,
        List<String> binds,
        List<String> allowed,
        Set<String> hosts,
        Users users,
        Optional<Path> cookie,
        String cookieReaders,
        int threads,
        OptionalInt queue,
        OptionalInt timeoutS,
        List<Publish> publish) {
    private static final int PORT_MAX = 0xffff;
    private static final int COUNT_MAX = 100_000;
    private static final int THREADS = 16;
    private static final int WAITING = 1_000;
    private static final List<String> TOPICS =
            List.of("hashblock", "hashtx", "rawblock", "rawtx", "sequence");

    public RpcOptions {
        binds = List.copyOf(binds);
        allowed = List.copyOf(allowed);
        hosts = Set.copyOf(hosts);
        publish = List.copyOf(publish);
    }

    /**
     * Who may ask. Never shown.
     *
     * @param name of {@code password}
     * @param password in clear; empty: none
     * @param hashed {@code user:salt$hash}
     * @param whitelists {@code user:method,method}
     * @param whitelistByDefault whether others may ask nothing; empty: if there is any whitelist
     */
    public record Users(
            String name,
            String password,
            List<String> hashed,
            List<String> whitelists,
            Optional<Boolean> whitelistByDefault) {
        @Override
        public String toString() {
            return "Users[...]";
        }
    }

    /**
     * A topic that is published at an address.
     *
     * @param waiting how many messages may wait for a slow reader
     */
    public record Publish(String topic, String address, int waiting) {}

    /**
     * Reads them.
     *
     * @param folder the network's folder: names of files lie in it
     * @throws BadOption if a value is of no use
     */
    static RpcOptions of(Settings settings, Params params, Path folder) throws BadOption {
        String readers = settings.text("rpccookieperms").orElse("owner");
        if (!Set.of("owner", "group", "all").contains(readers)) {
            throw new BadOption(
                    "Invalid -rpccookieperms="
                            + readers
                            + "; must be one of 'owner', 'group', or 'all'.");
        }
        return new RpcOptions(
                settings.flag("server", true),
                settings.flag("rest", false),
                port(settings, params),
                settings.list("rpcbind"),
                settings.list("rpcallowip"),
                Set.copyOf(settings.list("rpcallowhost")),
                users(settings),
                cookie(settings, folder),
                readers,
                (int) Math.max(1, settings.number("rpcthreads", 0, COUNT_MAX).orElse(THREADS)),
                optional(settings, "rpcworkqueue"),
                optional(settings, "rpcservertimeout"),
                published(settings));
    }

    private static int port(Settings settings, Params params) throws BadOption {
        int port = (int) settings.number("rpcport", 0, PORT_MAX).orElse(params.rpcPort());
        if (port == 0) throw new BadOption("Invalid port specified in -rpcport: '0'");
        return port;
    }

    private static Users users(Settings settings) throws BadOption {
        Optional<Boolean> byDefault =
                settings.isSet("rpcwhitelistdefault")
                        ? Optional.of(settings.flag("rpcwhitelistdefault", true))
                        : Optional.empty();
        return new Users(
                settings.text("rpcuser").orElse(""),
                settings.isNegated("rpcpassword") ? "" : settings.text("rpcpassword").orElse(""),
                settings.list("rpcauth"),
                settings.list("rpcwhitelist"),
                byDefault);
    }

    private static Optional<Path> cookie(Settings settings, Path folder) throws BadOption {
        if (settings.isNegated("rpccookiefile")) return Optional.empty();
        String text = settings.text("rpccookiefile").orElse("");
        return Optional.of(Paths.in(folder, text.isEmpty() ? ".cookie" : text));
    }

    private static OptionalInt optional(Settings settings, String name) throws BadOption {
        if (!settings.isSet(name)) return OptionalInt.empty();
        return OptionalInt.of((int) settings.number(name, 0, Integer.MAX_VALUE).orElse(0));
    }

    private static List<Publish> published(Settings settings) throws BadOption {
        Map<String, Publish> all = new LinkedHashMap<>();
        for (String topic : TOPICS) {
            String name = "zmqpub" + topic;
            int waiting = (int) settings.number(name + "hwm", 0, Integer.MAX_VALUE).orElse(WAITING);
            for (String address : settings.list(name)) {
                if (address.equals("0")) continue;
                if (address.startsWith("ipc:")
                        || address.startsWith("unix:")) { // bitcoind has them
                    throw new BadOption("-" + name + "=" + address + ": only tcp:// is known here");
                }
                all.put(topic + " " + address, new Publish(topic, address, waiting));
            }
        }
        return List.copyOf(all.values());
    }
}
