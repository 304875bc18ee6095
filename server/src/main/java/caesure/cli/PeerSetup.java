// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.bytes.MalformedException;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.net.Bind;
import caesure.net.HubSettings;
import caesure.node.PeerSettings;
import caesure.options.BadOption;
import caesure.options.PeerOptions;
import caesure.peers.AddressManager;
import caesure.peers.Permission;
import caesure.peers.Permissions;
import caesure.peers.Seeds;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes of what the user said of peers what the node wants to know. */
final class PeerSetup {
    /** Of the peers that are called so many are for blocks alone, where there are enough. */
    private static final int BLOCK_RELAY = 2;

    /** From so many calls on some are for blocks alone (as bitcoind's eight and two). */
    private static final int FULL_RELAY = 8;

    /** Where Tor's onion service of a node usually ends: one port above that of peers. */
    private static final String ONION = "=onion";

    private final PeerOptions options;
    private final Params params;
    private final Set<Permission> implied;

    private PeerSetup(PeerOptions options, Params params) {
        this.options = options;
        this.params = params;
        PeerOptions.Friends friends = options.friends();
        this.implied = Permissions.implicit(friends.relay(), friends.forceRelay());
    }

    /**
     * @param userAgent what we call ourselves
     * @throws BadOption if an option cannot be used, in bitcoind's words
     */
    static PeerSettings of(PeerOptions options, Params params, String userAgent) throws BadOption {
        var setup = new PeerSetup(options, params);
        try {
            return new PeerSettings(
                    setup.hub(),
                    Services.NETWORK.with(Services.WITNESS).with(Services.NETWORK_LIMITED),
                    userAgent,
                    options.relay(),
                    setup.friends(),
                    options.limits().ban(),
                    options.testAddresses()
                            ? Optional.of(AddressManager.TEST_KEY)
                            : Optional.empty());
        } catch (IllegalArgumentException e) { // what only its parser can judge
            throw new BadOption(e.getMessage());
        }
    }

    /** {@code /Caesure:0.1(comment; comment)/}, by BIP 14. */
    static String userAgent(String version, List<String> comments) {
        String words = comments.isEmpty() ? "" : "(" + String.join("; ", comments) + ")";
        String number = version.replaceAll("[^0-9.]", "");
        return "/Caesure:" + (number.isEmpty() ? "0" : number) + words + "/";
    }

    private HubSettings hub() throws BadOption {
        PeerOptions.Places places = options.places();
        List<Bind> binds = places.listen() ? binds() : List.of();
        return new HubSettings(
                binds,
                places.discover(),
                external(),
                limits(),
                calling(),
                params.port(),
                options.active(),
                options.logAddresses(),
                options.packets());
    }

    private HubSettings.Limits limits() {
        int calls = Math.max(0, options.outgoing() - options.calls().also().size());
        int blocks = calls > FULL_RELAY ? Math.min(BLOCK_RELAY, calls - FULL_RELAY) : 0;
        PeerOptions.Limits limits = options.limits();
        return new HubSettings.Limits(
                calls - blocks,
                blocks,
                options.incoming(),
                limits.receiveBytes(),
                limits.sendBytes(),
                limits.call(),
                limits.silence());
    }

    private HubSettings.Calling calling() {
        PeerOptions.Seeds seeds = options.seeds();
        var kept = new ArrayList<>(options.calls().added());
        kept.addAll(options.calls().also());
        kept.removeIf(String::isEmpty);
        return new HubSettings.Calling(
                options.calls().only(),
                kept,
                seeds.nodes(),
                List.of(),
                isPublic() ? Seeds.of(params.network().chain()) : List.of(),
                seeds.dns() || seeds.dnsAlways(),
                seeds.dnsAlways(),
                seeds.names(),
                Set.of(NetKind.IPV4, NetKind.IPV6));
    }

    /** A signet of one's own has other peers than those of whom the public seeds know. */
    private boolean isPublic() {
        return params.network() != Network.SIGNET
                || params.magic().equals(Params.of(Network.SIGNET).magic());
    }

    private static void refuseTwice(List<Bind> binds) throws BadOption {
        Set<NetEndpoint> seen = new HashSet<>();
        for (Bind bind : binds) {
            if (bind.endpoint().port() == 0 || seen.add(bind.endpoint())) continue;
            throw new BadOption(
                    "Duplicate binding configuration for address "
                            + bind.endpoint()
                            + ". Please check your -bind, -bind=...=onion and -whitebind settings.");
        }
    }

    private List<Bind> binds() throws BadOption {
        List<Bind> binds = new ArrayList<>();
        for (String text : options.places().binds()) binds.add(bind(text));
        for (String text : options.places().friendly()) {
            Permissions.Bound bound = Permissions.whitebind(text, implied);
            binds.add(new Bind(bound.endpoint(), false, false, bound.permissions()));
        }
        if (binds.isEmpty()) binds.addAll(everywhere());
        refuseTwice(binds);
        return binds;
    }

    private Bind bind(String text) throws BadOption {
        boolean onion = text.endsWith(ONION);
        String place = onion ? text.substring(0, text.length() - ONION.length()) : text;
        int port = onion ? options.places().port() + 1 : options.places().port();
        Optional<NetEndpoint> endpoint = endpoint(place, port);
        if (endpoint.isEmpty() || !endpoint.get().address().hasLegacyForm()) {
            throw new BadOption("Cannot resolve -bind address: '" + text + "'");
        }
        return new Bind(endpoint.get(), onion, false, Set.of());
    }

    /** As bitcoind without -bind: all addresses, and this machine for Tor. */
    private List<Bind> everywhere() {
        int port = options.places().port();
        return List.of(
                new Bind(at("::", port), false, true, Set.of()),
                new Bind(at("0.0.0.0", port), false, false, Set.of()),
                new Bind(at("127.0.0.1", port + 1), true, true, Set.of()));
    }

    private List<NetEndpoint> external() throws BadOption {
        List<NetEndpoint> own = new ArrayList<>();
        for (String text : options.places().external()) {
            Optional<NetEndpoint> endpoint = endpoint(text, options.places().port());
            if (endpoint.isEmpty()) {
                throw new BadOption("Cannot resolve -externalip address: '" + text + "'");
            }
            own.add(endpoint.get());
        }
        return own;
    }

    private static NetEndpoint at(String address, int port) {
        return endpoint(address, port).orElseThrow();
    }

    /** An address in numbers; or localhost, which every machine knows. */
    private static Optional<NetEndpoint> endpoint(String text, int port) {
        try {
            return Optional.of(
                    NetEndpoint.parse(text.replaceFirst("^localhost\\b", "127.0.0.1"), port));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private List<Permissions.Granted> friends() {
        return options.friends().listed().stream()
                .map(text -> Permissions.whitelist(text, implied))
                .toList();
    }
}
