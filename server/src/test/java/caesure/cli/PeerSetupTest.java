// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.node.PeerSettings;
import caesure.options.Arguments;
import caesure.options.BadOption;
import caesure.options.Machine;
import caesure.options.NodeOptions;
import caesure.peers.AddressManager;
import caesure.peers.Permission;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the node is told of peers. */
class PeerSetupTest {
    @TempDir Path data;

    private PeerSettings read(String... more) throws BadOption {
        var arguments = new ArrayList<>(List.of("-regtest", "-datadir=" + data));
        arguments.addAll(Arrays.asList(more));
        NodeOptions options = NodeOptions.of(Arguments.parse(arguments), new Machine(data, 1));
        return PeerSetup.of(options.peers(), options.params(), "/test:1/");
    }

    private Set<Permission> granted(String... more) throws BadOption {
        return read(more).friends().getFirst().permissions();
    }

    @Test
    void friendsWithoutFlagsMayWhatIsImplied() throws BadOption {
        var usual =
                EnumSet.of(
                        Permission.NOBAN,
                        Permission.MEMPOOL,
                        Permission.DOWNLOAD,
                        Permission.RELAY);
        assertEquals(usual, granted("-whitelist=1.2.3.4"));
        usual.add(Permission.FORCERELAY);
        assertEquals(usual, granted("-whitelist=1.2.3.4", "-whitelistforcerelay"));
        usual.removeAll(Set.of(Permission.FORCERELAY, Permission.RELAY));
        assertEquals(usual, granted("-whitelist=1.2.3.4", "-whitelistrelay=0"));
    }

    @ParameterizedTest
    @CsvSource({
        "-bind=127.0.0.1:11012, -bind=127.0.0.1:11012",
        "-bind=127.0.0.1:11012, -bind=127.0.0.1:11012=onion",
        "-bind=127.0.0.1:11012=onion, -whitebind=noban@127.0.0.1:11012"
    })
    void refusesToListenTwiceAtOnePlace(String one, String other) {
        assertEquals(
                "Duplicate binding configuration for address 127.0.0.1:11012. Please check your"
                        + " -bind, -bind=...=onion and -whitebind settings.",
                assertThrows(BadOption.class, () -> read(one, other)).getMessage());
    }

    @Test
    void listensAtSeveralPlacesAndAnyPortTwice() throws BadOption {
        assertEquals(
                2,
                read("-bind=127.0.0.1:11012", "-bind=127.0.0.1:11013=onion").hub().binds().size());
        assertEquals(2, read("-bind=127.0.0.1:0", "-bind=127.0.0.1:0").hub().binds().size());
    }

    @Test
    void packetsAndForetoldPlacesAreAskedFor() throws BadOption {
        assertEquals(false, read().hub().logPackets());
        assertEquals(true, read("-packet").hub().logPackets());
        assertEquals(Optional.empty(), read().addressKey());
        assertEquals(Optional.of(AddressManager.TEST_KEY), read("-test=addrman").addressKey());
    }
}
