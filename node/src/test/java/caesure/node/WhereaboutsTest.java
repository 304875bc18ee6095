// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.ConnectionType;
import caesure.peers.NetGroup;
import caesure.peers.Peer;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** At which address we say that we live. */
class WhereaboutsTest {
    private static final String ONION =
            "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion:8333";

    private static NetEndpoint at(String text) throws Exception {
        return NetEndpoint.parse(text, 8333);
    }

    private static Whereabouts.Local local(String text, int score) throws Exception {
        return new Whereabouts.Local(at(text), score);
    }

    private static Peer peer(String remote, ConnectionType type) throws Exception {
        return new Peer(0, remote, at(remote), at("10.0.0.2"), type, Set.of(), Instant.EPOCH);
    }

    /** How often each is chosen, of a thousand times. */
    private static Map<String, Integer> choices(
            Peer peer, boolean throughOnion, String seen, boolean learns, Whereabouts.Local... own)
            throws Exception {
        var random = new SplittableRandom(1);
        var counts = new TreeMap<String, Integer>();
        Optional<NetKind> network =
                throughOnion
                        ? Optional.of(NetKind.ONION)
                        : NetGroup.network(peer.remote().address());
        for (int i = 0; i < 1_000; i++) {
            Whereabouts.choose(
                            peer, network, Optional.of(at(seen)), List.of(own), learns, 18, random)
                    .ifPresent(one -> counts.merge(one.toString(), 1, Integer::sum));
        }
        return counts;
    }

    @Test
    void tellsTheAddressThatThePeerReachesBest() throws Exception {
        Whereabouts.Local[] own = {
            local("8.8.8.8", 1), local("9.9.9.9", 4), local("[2a00::1]:8333", 6)
        };
        assertEquals(
                "{9.9.9.9:8333=1000}",
                choices(peer("1.2.3.4", ConnectionType.INBOUND), false, "7.7.7.7", false, own)
                        .toString());
        assertEquals(
                "{[2a00::1]:8333=1000}",
                choices(peer("[2a00::9]:1", ConnectionType.INBOUND), false, "7.7.7.7", false, own)
                        .toString());
    }

    @Test
    void tellsAHiddenAddressOnlyWhereItIsOfUseAndNoOtherThere() throws Exception {
        Peer open = peer("1.2.3.4", ConnectionType.INBOUND);
        Peer hidden = peer("127.0.0.1", ConnectionType.INBOUND);
        assertEquals("{}", choices(open, false, "7.7.7.7", false, local(ONION, 4)).toString());
        assertEquals(
                "{" + ONION + "=1000}",
                choices(hidden, true, "7.7.7.7", false, local(ONION, 4), local("8.8.8.8", 9))
                        .toString());
        assertEquals("{}", choices(hidden, true, "7.7.7.7", true, local("8.8.8.8", 9)).toString());
    }

    @Test
    void believesNowAndThenWhatPeersSee() throws Exception {
        Peer calledUs = peer("1.2.3.4", ConnectionType.INBOUND);
        Peer called = peer("1.2.3.4", ConnectionType.OUTBOUND_FULL_RELAY);
        var unsure = choices(calledUs, false, "7.7.7.7:99", true, local("8.8.8.8", 1));
        assertEquals(Set.of("7.7.7.7:99", "8.8.8.8:8333"), unsure.keySet());
        assertTrue(Math.abs(unsure.get("7.7.7.7:99") - 500) < 70, unsure::toString);
        var sure = choices(called, false, "7.7.7.7:99", true, local("8.8.8.8", 5));
        assertEquals(Set.of("7.7.7.7:8333", "8.8.8.8:8333"), sure.keySet());
        assertTrue(Math.abs(sure.get("7.7.7.7:8333") - 125) < 45, sure::toString);
        assertEquals("{7.7.7.7:18=1000}", choices(called, false, "7.7.7.7:99", true).toString());
        assertEquals("{}", choices(called, false, "7.7.7.7:99", false).toString());
        assertEquals("{}", choices(called, false, "127.0.0.1:99", true).toString());
    }
}
