// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.options.Arguments;
import caesure.options.BadOption;
import caesure.options.Machine;
import caesure.options.NodeOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PeerSetupTest {
    @TempDir Path data;

    private int places(String... more) throws BadOption {
        var arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("-regtest", "-datadir=" + data));
        NodeOptions options = NodeOptions.of(Arguments.parse(arguments), new Machine(data, 1));
        return PeerSetup.of(options.peers(), options.params(), "/x/").hub().binds().size();
    }

    @Test
    void aPlaceToListenIsNamedOnce() throws BadOption {
        assertEquals(2, places("-bind=127.0.0.1:11012", "-bind=127.0.0.1:11013=onion"));
        assertEquals(2, places("-bind=127.0.0.1:0", "-bind=127.0.0.1:0"));
        for (String again : List.of("-bind=127.0.0.1:11012=onion", "-whitebind=127.0.0.1:11012")) {
            assertEquals(
                    "Duplicate binding configuration for address 127.0.0.1:11012. Please check"
                            + " your -bind, -bind=...=onion and -whitebind settings.",
                    assertThrows(BadOption.class, () -> places("-bind=127.0.0.1:11012", again))
                            .getMessage());
        }
    }
}
