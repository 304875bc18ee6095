// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.wire.Message;
import caesure.wire.ViolationException;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Messages of all kinds from strangers: refused, or values that are written and read again. */
class MessageFuzz {
    /** The first byte chooses the message, the rest is its payload. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyPayload(byte[] bytes) throws Exception {
        if (bytes.length == 0) return;
        int choice = (bytes[0] & 0xff) % (Message.COMMANDS.size() + 1);
        String command = choice == 0 ? "odd" : Message.COMMANDS.get(choice - 1);
        ByteString payload = ByteString.copyOf(bytes).slice(1, bytes.length);
        Message read;
        try {
            read = AllocationBound.hold(payload.length(), () -> read(command, payload));
        } catch (MalformedException _) {
            return; // refused, as it may be
        }
        assertEquals(command, read.command());
        ByteString written = read.payload();
        Message again = Message.read(command, written);
        assertEquals(read, again);
        assertEquals(written, again.payload());
    }

    /** A violation is as good as a refusal here. */
    private static Message read(String command, ByteString payload) throws MalformedException {
        try {
            return Message.read(command, payload);
        } catch (ViolationException e) {
            throw new MalformedException(e.getMessage());
        }
    }
}
