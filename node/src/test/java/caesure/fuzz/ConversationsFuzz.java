// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.ByteString;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.sync.Table;
import caesure.wire.Message;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Whatever a peer sends, in whatever order: the conversation goes on or ends, and the chain stays
 * what it was.
 *
 * <pre>
 *   bytes = ( command(u8) length(u8) byte* )*    a command beyond the last: time passes
 * </pre>
 */
class ConversationsFuzz {
    @FuzzTest(maxDuration = "10m")
    void hearsAnyMessages(byte[] bytes) throws IOException {
        try (Table table = Table.of(3)) {
            for (ConnectionType type : ConnectionType.values()) {
                talk(table, table.open(type), bytes);
                talk(table, table.greet(type), bytes);
            }
        }
    }

    private static void talk(Table table, Peer peer, byte[] bytes) {
        int at = 0;
        while (at + 2 <= bytes.length) {
            int command = bytes[at] & 0xff;
            int length = Math.min(bytes[at + 1] & 0xff, bytes.length - at - 2);
            ByteString payload =
                    ByteString.wrap(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
            at += 2 + length;
            if (command < Message.COMMANDS.size()) {
                if (!table.hear(peer, Message.COMMANDS.get(command), payload)) return;
            } else {
                table.pass(Duration.ofSeconds(command));
            }
        }
    }
}
