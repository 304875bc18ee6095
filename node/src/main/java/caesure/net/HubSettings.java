// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link Hub} is told at its start.
 *
 * @param binds where to listen; nowhere if empty
 * @param discover whether to look for our own addresses at the network interfaces (-discover)
 * @param external addresses of our own that a person named (-externalip)
 * @param defaultPort of the network, where a name has none
 * @param networkActive whether to connect to anybody at first (-networkactive)
 * @param logAddresses whether addresses stand in lines about peers (-logips)
 * @param logPackets whether each message is logged with the bytes that it begins with (-packet)
 */
public record HubSettings(
        List<Bind> binds,
        boolean discover,
        List<NetEndpoint> external,
        Limits limits,
        Calling calling,
        int defaultPort,
        boolean networkActive,
        boolean logAddresses,
        boolean logPackets) {
    public HubSettings {
        binds = List.copyOf(binds);
        external = List.copyOf(external);
    }

    /** Neither listens nor calls by itself. */
    public static HubSettings quiet(int defaultPort) {
        return new HubSettings(
                List.of(),
                false,
                List.of(),
                Limits.USUAL,
                Calling.NOBODY,
                defaultPort,
                true,
                false,
                false);
    }

    /** The same, with these to be called first for blocks alone. */
    public HubSettings withAnchors(List<NetEndpoint> anchors) {
        var with =
                new Calling(
                        calling.connectOnly,
                        calling.addNodes,
                        calling.seedNodes,
                        anchors,
                        calling.dnsSeeds,
                        calling.dnsSeed,
                        calling.forceDnsSeed,
                        calling.dnsLookups,
                        calling.reachable);
        return new HubSettings(
                binds,
                discover,
                external,
                limits,
                with,
                defaultPort,
                networkActive,
                logAddresses,
                logPackets);
    }

    /**
     * How many and how much.
     *
     * @param outgoing connections for all that is relayed, that are made by themselves
     * @param blockRelay likewise, for blocks alone
     * @param incoming connections that others make
     * @param receiveBytes how much of a peer's waits before no more is read (-maxreceivebuffer)
     * @param sendBytes how much waits for a peer before it is not listened to (-maxsendbuffer)
     * @param connectTimeout for how long to wait for somebody to answer a call (-timeout)
     * @param peerTimeout within which something has to be said (-peertimeout)
     */
    public record Limits(
            int outgoing,
            int blockRelay,
            int incoming,
            int receiveBytes,
            int sendBytes,
            Duration connectTimeout,
            Duration peerTimeout) {
        /** Core's, for 125 connections. */
        public static final Limits USUAL =
                new Limits(
                        8,
                        2,
                        114,
                        5_000_000,
                        1_000_000,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60));

        /** All that are made by themselves; one more is for short calls. */
        int automatic() {
            return outgoing + blockRelay + 1;
        }
    }

    /**
     * Whom to call.
     *
     * @param connectOnly call these alone (-connect); an empty list: nobody; empty: whomever the
     *     book knows
     * @param addNodes to be kept connected besides (-addnode)
     * @param seedNodes to be asked for addresses if there are none (-seednode)
     * @param anchors whom we had for blocks alone when the node was last stopped: tried first
     * @param dnsSeeds names that stand for addresses of nodes; without the letters in front that
     *     say what those offer
     * @param dnsSeed whether to ask those when there are few addresses (-dnsseed)
     * @param forceDnsSeed whether to ask them always
     * @param dnsLookups whether names may be looked up at all (-dns)
     * @param reachable kinds of networks that are called without a person's word (-onlynet)
     */
    public record Calling(
            Optional<List<String>> connectOnly,
            List<String> addNodes,
            List<String> seedNodes,
            List<NetEndpoint> anchors,
            List<String> dnsSeeds,
            boolean dnsSeed,
            boolean forceDnsSeed,
            boolean dnsLookups,
            Set<NetKind> reachable) {
        /** Nobody but those whom a person names later. */
        public static final Calling NOBODY =
                new Calling(
                        Optional.of(List.of()),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        false,
                        true,
                        Set.of(NetKind.IPV4, NetKind.IPV6));

        public Calling {
            connectOnly = connectOnly.map(List::copyOf);
            addNodes = List.copyOf(addNodes);
            seedNodes = List.copyOf(seedNodes);
            anchors = List.copyOf(anchors);
            dnsSeeds = List.copyOf(dnsSeeds);
            reachable = Set.copyOf(reachable);
        }
    }
}
