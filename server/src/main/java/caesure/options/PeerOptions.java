// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.consensus.Params;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * With whom the node talks, and how.
 *
 * @param outgoing how many peers are called, those of {@link Calls#also} included
 * @param incoming how many may call
 * @param calls whom a person named
 * @param places where to listen
 * @param seeds how peers are found
 * @param limits what a peer may cost
 * @param friends who may more
 * @param active whether to talk to anybody at all
 * @param logAddresses whether addresses of peers stand in the log
 * @param relay whether peers are asked for transactions
 * @param packets whether all messages are logged
 * @param comments in the user agent
 * @param tipAgeMax how old the tip may be without the node being behind
 * @param testAddresses whether places in the address book can be foretold (-test=addrman)
 */
public record PeerOptions(
        int outgoing,
        int incoming,
        Calls calls,
        Places places,
        Seeds seeds,
        Limits limits,
        Friends friends,
        boolean active,
        boolean logAddresses,
        boolean relay,
        boolean packets,
        List<String> comments,
        Duration tipAgeMax,
        boolean testAddresses) {
    /** As the original Caesure had it. */
    static final int OUTGOING = 10;

    static final int INCOMING = 10;

    /**
     * Of -maxconnections one is kept for calls that only look (bitcoind's MAX_FEELER_CONNECTIONS).
     */
    private static final int SHORT = 1;

    /** More than any machine has sockets. */
    private static final int CONNECTIONS_MAX = 100_000;

    private static final int PORT_MAX = 0xffff;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** What may stand in a comment: what others print of a user agent. */
    private static final Pattern COMMENT = Pattern.compile("[A-Za-z0-9 .,;_?@-]*");

    /** How long a user agent may be, in characters. */
    private static final int USER_AGENT_MAX = 256;

    public PeerOptions {
        comments = List.copyOf(comments);
    }

    /**
     * Whom a person named: {@code address[:port]} or {@code name[:port]}.
     *
     * @param only if present nobody else is called (-connect); empty: nobody at all
     * @param also counted in -o (-c)
     * @param added kept beside them (-addnode)
     */
    public record Calls(Optional<List<String>> only, List<String> also, List<String> added) {}

    /**
     * Where to listen.
     *
     * @param listen false: nowhere
     * @param port if a place names none
     * @param binds {@code address[:port][=onion]}; empty: everywhere
     * @param friendly likewise, for friends: {@code [flags@]address:port}
     * @param discover whether to find out one's own addresses
     * @param external one's own addresses
     */
    public record Places(
            boolean listen,
            int port,
            List<String> binds,
            List<String> friendly,
            boolean discover,
            List<String> external) {}

    /**
     * Who may more than others.
     *
     * @param listed as given: {@code [flags@]network}
     * @param relay whether those named without flags may relay transactions
     * @param forceRelay whether all that those relay is relayed
     */
    public record Friends(List<String> listed, boolean relay, boolean forceRelay) {
        public Friends {
            listed = List.copyOf(listed);
        }
    }

    /**
     * How peers are found.
     *
     * @param names whether names may be looked up
     * @param dns whether DNS is asked if few are known
     * @param dnsAlways whether it is asked always
     * @param nodes peers that are asked for addresses
     */
    public record Seeds(boolean names, boolean dns, boolean dnsAlways, List<String> nodes) {}

    /**
     * What a peer may cost.
     *
     * @param receiveBytes that may wait from one
     * @param sendBytes that may wait for one
     * @param ban how long one lasts if nobody says
     * @param silence after which a peer that never said anything is left
     * @param call how long one may take
     */
    public record Limits(
            int receiveBytes, int sendBytes, Duration ban, Duration silence, Duration call) {}

    /**
     * Reads them, with what follows from one for another as in bitcoind (InitParameterInteraction).
     *
     * @throws BadOption if a value is of no use
     */
    static PeerOptions of(Settings settings, Params params) throws BadOption {
        int all = number(settings, "maxconnections", CONNECTIONS_MAX, -1);
        int calls = number(settings, "outgoing", CONNECTIONS_MAX, -1);
        int outgoing = calls >= 0 ? calls : all >= 0 ? Math.min(OUTGOING, all) : OUTGOING;
        int rest = all >= 0 ? Math.max(0, all - outgoing - SHORT) : INCOMING;
        boolean alone = settings.isSet("connect") || all == 0;
        return new PeerOptions(
                outgoing,
                number(settings, "incoming", CONNECTIONS_MAX, rest),
                calls(settings),
                places(settings, params, alone),
                new Seeds(
                        settings.flag("dns", true),
                        settings.flag("dnsseed", !alone),
                        settings.flag("forcednsseed", false),
                        settings.list("seednode")),
                limits(settings),
                friends(settings),
                settings.flag("networkactive", true),
                settings.flag("logips", false),
                settings.flag("relay", false),
                settings.flag("packet", false),
                comments(settings),
                tipAgeMax(settings),
                settings.list("test").contains("addrman"));
    }

    private static Duration tipAgeMax(Settings settings) throws BadOption {
        long most = Long.MAX_VALUE; // bitcoind's, too: no tip is too old
        return Duration.ofSeconds(settings.number("maxtipage", 0, most).orElse(24 * 3600));
    }

    private static Friends friends(Settings settings) throws BadOption {
        boolean force = settings.flag("whitelistforcerelay", false);
        boolean usually = force || !settings.flag("blocksonly", false);
        return new Friends(
                settings.list("whitelist"), settings.flag("whitelistrelay", usually), force);
    }

    private static Calls calls(Settings settings) {
        Optional<List<String>> only = Optional.empty();
        if (settings.isSet("connect")) {
            only =
                    Optional.of(
                            settings.list("connect").stream().filter(PeerOptions::named).toList());
        }
        return new Calls(only, settings.list("c"), settings.list("addnode"));
    }

    /** -connect=0 names nobody. */
    private static boolean named(String node) {
        return !node.equals("0") && !node.isEmpty();
    }

    private static Places places(Settings settings, Params params, boolean alone) throws BadOption {
        var binds = new ArrayList<>(settings.list("serve"));
        if (binds.isEmpty()) binds.addAll(settings.list("bind"));
        List<String> friendly = settings.list("whitebind");
        boolean told = !binds.isEmpty() || !friendly.isEmpty();
        boolean listen = settings.flag("listen", told || !alone);
        if (told && !listen && settings.isSet("listen")) {
            throw new BadOption("Cannot set -bind or -whitebind together with -listen=0");
        }
        List<String> external = settings.list("externalip");
        return new Places(
                listen,
                port(settings, params),
                binds,
                friendly,
                settings.flag("discover", listen && external.isEmpty()),
                external);
    }

    private static int port(Settings settings, Params params) throws BadOption {
        Optional<String> text = settings.text("port");
        if (text.isEmpty()) return params.port();
        int port = PORT.matcher(text.get()).matches() ? Integer.parseInt(text.get()) : 0;
        if (port >= 1 && port <= PORT_MAX) return port;
        throw new BadOption("Invalid port specified in -port: '" + text.get() + "'");
    }

    private static Limits limits(Settings settings) throws BadOption {
        int silenceS = number(settings, "peertimeout", Integer.MAX_VALUE, 60);
        if (silenceS == 0) throw new BadOption("peertimeout must be a positive integer.");
        return new Limits(
                thousands(settings, "maxreceivebuffer", 5_000),
                thousands(settings, "maxsendbuffer", 1_000),
                Duration.ofSeconds(number(settings, "bantime", Integer.MAX_VALUE, 24 * 3600)),
                Duration.ofSeconds(silenceS),
                Duration.ofMillis(
                        Math.max(1, number(settings, "timeout", Integer.MAX_VALUE, 5_000))));
    }

    private static int thousands(Settings settings, String name, int fallback) throws BadOption {
        return Math.max(1, number(settings, name, 2_000_000, fallback)) * 1_000;
    }

    private static List<String> comments(Settings settings) throws BadOption {
        List<String> comments = settings.list("uacomment");
        int length = 0;
        for (String comment : comments) {
            if (!COMMENT.matcher(comment).matches()) {
                throw new BadOption(
                        "User Agent comment (" + comment + ") contains unsafe characters.");
            }
            length += comment.length() + 2;
        }
        int most = USER_AGENT_MAX - 40; // room for our own name
        if (length > most) {
            throw new BadOption(
                    "Total length of network version string ("
                            + (length + 40)
                            + ") exceeds maximum length ("
                            + USER_AGENT_MAX
                            + "). Reduce the number or size of uacomments.");
        }
        return comments;
    }

    private static int number(Settings settings, String name, int max, int fallback)
            throws BadOption {
        return (int) settings.number(name, 0, max).orElse(fallback);
    }
}
