// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for every message. */
class MessageTest {
    static final List<String> COMMANDS = Message.COMMANDS;

    /** A payload says nothing, or too little is as good as enough. */
    private static final Set<String> SHORT_IS_WELL =
            Set.of(
                    "verack",
                    "sendaddrv2",
                    "getaddr",
                    "mempool",
                    "filterclear",
                    "sendheaders",
                    "wtxidrelay",
                    "pong");

    @Test
    void thirtySixCommandsAreKnown() {
        assertEquals(36, COMMANDS.size());
        assertEquals(36, new HashSet<>(COMMANDS).size());
        assertTrue(COMMANDS.stream().allMatch(command -> command.length() <= 12));
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void readsBackWhatItWrote(String command) {
        Property.forAll(
                100,
                random -> {
                    Message made = Samples.message(command, random);
                    assertEquals(command, made.command());
                    Message read = Message.read(command, made.payload());
                    assertEquals(made, read);
                    assertEquals(made.payload(), read.payload());
                });
    }

    /** A message that stops anywhere is refused, and says where. */
    @ParameterizedTest
    @FieldSource("COMMANDS")
    void refusesEveryBeginning(String command) {
        if (SHORT_IS_WELL.contains(command) || command.equals("version")) return;
        Property.forAll(
                5,
                random -> {
                    ByteString whole = Samples.message(command, random).payload();
                    for (int end = 0; end < whole.length(); end++) {
                        assertRefused(command, whole.slice(0, end));
                    }
                });
    }

    private static void assertRefused(String command, ByteString payload) {
        if (command.equals("feature")) {
            assertThrows(ViolationException.class, () -> Message.read(command, payload));
            return;
        }
        var refused =
                assertThrows(
                        MalformedException.class,
                        () -> Message.read(command, payload),
                        () -> command + " " + payload);
        String beginning = command + " at byte ";
        assertTrue(refused.getMessage().startsWith(beginning), refused.getMessage());
        assertTrue(refused.getMessage().contains(" of " + payload.length() + ": "));
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void ignoresWhatFollows(String command) {
        if (command.equals("feature")) return;
        Property.forAll(
                20,
                random -> {
                    Message made = Samples.message(command, random);
                    ByteString tail = Samples.exactly(random, random.nextInt(1, 50));
                    assertEquals(made, Message.read(command, made.payload().plus(tail)));
                });
    }

    @Test
    void lastOfAllFeaturesNothingMayFollow() {
        Property.forAll(
                20,
                random -> {
                    ByteString payload = Samples.message("feature", random).payload();
                    ByteString longer = payload.plus(ByteString.of(0));
                    assertThrows(ViolationException.class, () -> Message.read("feature", longer));
                });
    }

    /** Any change of a bit is refused or gives another message that holds together. */
    @ParameterizedTest
    @FieldSource("COMMANDS")
    void holdsTogetherWhateverBitFlips(String command) {
        Property.forAll(
                200,
                random -> {
                    byte[] bytes = Samples.message(command, random).payload().toArray();
                    if (bytes.length == 0) return;
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    try {
                        Message read = Message.read(command, ByteString.wrap(bytes));
                        assertEquals(read, Message.read(command, read.payload()));
                    } catch (MalformedException | ViolationException _) {
                        // refused, as it may be
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "alert", "", "Version", "checkorder", "versions"})
    void keepsWhatItDoesNotKnow(String command) throws Exception {
        ByteString payload = ByteString.of(1, 2, 3);
        Message read = Message.read(command, payload);
        assertEquals(new Message.UnknownMessage(command, payload), read);
        assertEquals(payload, read.payload());
        assertEquals(command, read.command());
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void knownMessagesAreNotCalledUnknown(String command) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Message.UnknownMessage(command, ByteString.EMPTY));
    }

    @Test
    void refusesAPayloadThatNoTransportLetsThrough() throws Exception {
        ByteString most = ByteString.wrap(new byte[Message.PAYLOAD_BYTES_MAX]);
        assertEquals(most, Message.read("odd", most).payload());
        ByteString more = most.plus(ByteString.of(0));
        assertThrows(MalformedException.class, () -> Message.read("odd", more));
    }

    /** Core ends its wait for the answer alike if the nonce is 0 and if there is none. */
    @Test
    void aShortPongIsOneWithoutNonce() throws Exception {
        assertEquals(new Message.Pong(0, true), Message.read("pong", ByteString.EMPTY));
        assertEquals(
                new Message.Pong(0, true),
                Message.read("pong", ByteString.of(1, 2, 3, 4, 5, 6, 7)));
        assertEquals(
                new Message.Pong(0x0807_0605_0403_0201L),
                Message.read("pong", ByteString.of(1, 2, 3, 4, 5, 6, 7, 8)));
    }
}
