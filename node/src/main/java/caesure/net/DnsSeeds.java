// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.crypto.Sha256;
import caesure.peers.ConnectionType;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Asks the name servers that know nodes, where too few are known (Core's ThreadDNSAddressSeed). A
 * few at a time, and only after those in the book had their chance: whoever is asked learns that we
 * are here, and could name nobody but friends.
 */
final class DnsSeeds implements Runnable {
    private static final int AT_ONCE = 3;
    private static final int MANY_ADDRESSES = 1_000;

    /** So many addresses of one seed are taken, that none rules the book. */
    private static final int ADDRESSES_MAX = 32;

    /** What is asked for, and believed of those named: the whole chain, with witnesses. */
    private static final Services WANTED = Services.NETWORK.with(Services.WITNESS);

    private static final Duration AGE_MIN = Duration.ofDays(3);
    private static final Duration AGE_SPREAD = Duration.ofDays(4);
    private static final Duration WHILE_INACTIVE = Duration.ofSeconds(1);

    private final Shared shared;
    private final Names names;
    private final Opener.Fetches fetches;
    private int found;

    DnsSeeds(Shared shared, Names names, Opener.Fetches fetches) {
        this.shared = shared;
        this.names = names;
        this.fetches = fetches;
    }

    @Override
    public void run() {
        HubSettings.Calling calling = shared.settings().calling();
        boolean served = !calling.seedNodes().isEmpty() && awaitSeedNodes();
        var seeds = new ArrayList<>(calling.dnsSeeds());
        Collections.shuffle(seeds, shared.random());
        boolean askAll = calling.forceDnsSeed() || shared.book().size() == 0;
        if (served && !askAll) {
            shared.log().info("Skipping DNS seeds. Enough peers have been found");
            return;
        }
        int left = askAll ? seeds.size() : 0;
        for (String seed : seeds) {
            if (left == 0) {
                left = AT_ONCE;
                if (shared.book().size() > 0 && hasEnoughAfterWaiting()) return;
            }
            if (!awaitActive()) return;
            ask(seed);
            left--;
        }
        shared.log().info("%d addresses found from DNS seeds", found);
    }

    /** Gives the nodes of -seednode some time; true if there are peers then. */
    private boolean awaitSeedNodes() {
        Duration time = shared.pace().seedNodes();
        shared.log()
                .info(
                        "-seednode enabled. Trying the provided seeds for %d seconds before"
                                + " defaulting to the dnsseeds.",
                        time.toSeconds());
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - until < 0) {
            if (!shared.ending().pause(shared.pace().loop())) return false;
            if (hasEnough()) {
                shared.log().info("P2P peers available. Finished fetching data from seed nodes.");
                return true;
            }
        }
        shared.log()
                .info(
                        "Couldn't connect to enough peers via seed nodes. Handing fetch logic to"
                                + " the DNS seeds.");
        return false;
    }

    /** Whether there are peers enough, for addresses, with whom we have spoken. */
    private boolean hasEnough() {
        return shared.connections().live().stream()
                        .filter(c -> c.peer().type() == ConnectionType.OUTBOUND_FULL_RELAY)
                        .filter(c -> c.meter().hasReceived("verack"))
                        .count()
                >= Opener.PEERS_ENOUGH;
    }

    /** Gives those in the book some time; true if there are peers then, or the end came. */
    private boolean hasEnoughAfterWaiting() {
        Shared.Pace pace = shared.pace();
        boolean isMany = shared.book().size() >= MANY_ADDRESSES;
        Duration wait = isMany ? pace.seedsMany() : pace.seedsFew();
        shared.log().info("Waiting %d seconds before querying DNS seeds.", wait.toSeconds());
        while (wait.isPositive()) {
            Duration step = wait.compareTo(pace.seedsFew()) < 0 ? wait : pace.seedsFew();
            if (!shared.ending().pause(step)) return true;
            wait = wait.minus(step);
            if (hasEnough()) {
                if (found > 0) shared.log().info("%d addresses found from DNS seeds", found);
                String done = found > 0 ? "Finished" : "Skipped";
                shared.log().info("P2P peers available. %s DNS seeding.", done);
                return true;
            }
        }
        return false;
    }

    /** Waits while there are to be no connections; false if the end came. */
    private boolean awaitActive() {
        if (!shared.active().get()) {
            shared.log().info("Waiting for network to be reactivated before querying DNS seeds.");
        }
        while (!shared.active().get()) {
            if (!shared.ending().pause(WHILE_INACTIVE)) return false;
        }
        return !shared.ending().isDeclared();
    }

    private void ask(String seed) {
        shared.log().info("Loading addresses from DNS seed %s", seed);
        String host = "x" + Long.toHexString(WANTED.bits()) + "." + seed;
        List<NetAddress> addresses = names.addresses(host, ADDRESSES_MAX);
        if (addresses.isEmpty()) {
            fetches.add(seed); // it may know nothing of services: so ask a node there
            return;
        }
        Instant now = shared.clock().instant();
        var entries = new ArrayList<Addresses.Entry>();
        for (NetAddress address : addresses) {
            Duration age = AGE_MIN.plusSeconds(shared.random().nextLong(AGE_SPREAD.toSeconds()));
            long seenS = Math.clamp(now.minus(age).getEpochSecond(), 0, 0xffff_ffffL);
            var endpoint = new NetEndpoint(address, shared.settings().defaultPort());
            entries.add(new Addresses.Entry(seenS, WANTED, endpoint));
        }
        found += entries.size();
        shared.book().add(entries, source(host), now);
    }

    /** An address that stands for a name: one that nobody can have, and another for each. */
    static NetAddress source(String host) {
        ByteString hash = Sha256.hash(host.getBytes(StandardCharsets.UTF_8)).toByteString();
        // fd00::/16 begins no address that stands for something else
        ByteString bytes = ByteString.of(0xfd, 0).plus(hash.slice(0, 14));
        return NetAddress.of(NetKind.IPV6, bytes);
    }
}
