// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static caesure.peers.Some.NOW;
import static caesure.peers.Some.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.log.Log;
import caesure.peers.BanList.Outcome;
import caesure.testkit.TempFolder;
import caesure.wire.NetAddress;
import caesure.wire.NetKind;
import caesure.wire.Subnet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

@Timeout(60)
class BanListTest {
    private static final Instant TOMORROW = NOW.plus(BanList.BAN_TIME);

    private TempFolder folder;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        folder = new TempFolder();
        file = folder.path().resolve(BanList.FILE);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    private BanList list() {
        return list(NOW);
    }

    private BanList list(Instant now) {
        return BanList.open(file, new SplittableRandom(1), Log.none(), now);
    }

    private static Subnet subnet(String text) {
        return Subnet.parse(text).orElseThrow();
    }

    private static List<String> texts(List<Ban> bans) {
        return bans.stream().map(ban -> ban.subnet().toString()).toList();
    }

    @Test
    void aBanHoldsForItsRangeUntilItsEnd() {
        BanList list = list();
        assertEquals(Outcome.BANNED, list.ban(subnet("1.2.3.0/24"), TOMORROW, NOW));
        assertTrue(list.isBanned(address("1.2.3.4"), NOW));
        assertFalse(list.isBanned(address("1.2.4.4"), NOW));
        assertFalse(list.isBanned(address("::1"), NOW));
        assertTrue(list.isBanned(subnet("1.2.3.0/24"), NOW));
        assertFalse(list.isBanned(subnet("1.2.3.4"), NOW), "not said of exactly this one");
        assertTrue(list.isBanned(address("1.2.3.4"), TOMORROW.minusSeconds(1)));
        assertFalse(list.isBanned(address("1.2.3.4"), TOMORROW));
        assertEquals(List.of(), list.bans(TOMORROW));
    }

    @Test
    void aBanIsOnlyEverMadeLonger() {
        BanList list = list();
        list.ban(subnet("1.2.3.4"), TOMORROW, NOW);
        assertEquals(Outcome.HELD_ALREADY, list.ban(subnet("1.2.3.4"), TOMORROW, NOW));
        assertEquals(Outcome.HELD_ALREADY, list.ban(subnet("1.2.3.4"), NOW.plusSeconds(1), NOW));
        Instant later = TOMORROW.plusSeconds(1);
        assertEquals(Outcome.BANNED, list.ban(subnet("1.2.3.4"), later, NOW.plusSeconds(9)));
        Ban ban = list.bans(NOW).getFirst();
        assertEquals(new Ban(subnet("1.2.3.4/32"), NOW.plusSeconds(9), later), ban);
    }

    @Test
    void bansAreListedByTheirAddresses() {
        BanList list = list();
        for (String text : List.of("::/16", "10.0.0.0/8", "1.2.3.4", "1.2.3.0/24", "::1")) {
            list.ban(subnet(text), TOMORROW, NOW);
        }
        assertEquals(
                List.of("1.2.3.0/24", "1.2.3.4/32", "10.0.0.0/8", "::/16", "::1/128"),
                texts(list.bans(NOW)));
        assertTrue(list.unban(subnet("1.2.3.4"), NOW));
        assertFalse(list.unban(subnet("1.2.3.4"), NOW));
        assertTrue(list.isBanned(address("1.2.3.4"), NOW), "the range is still banned");
        list.clear(NOW);
        assertFalse(list.isBanned(address("1.2.3.4"), NOW));
        assertEquals(List.of(), list.bans(NOW));
        assertEquals(List.of(), list().bans(NOW));
    }

    @Test
    void bansOutliveTheNodeAndThoseThatAreOverDoNot() {
        BanList list = list();
        list.ban(subnet("1.2.3.0/24"), TOMORROW, NOW);
        list.ban(subnet("::1"), TOMORROW.plusSeconds(100), NOW);
        assertEquals(list.bans(NOW), list().bans(NOW));
        assertEquals(List.of("::1/128"), texts(list(TOMORROW).bans(TOMORROW)));
    }

    /** The file of a bitcoind v31.99 after two setban. */
    @Test
    void readsAndWritesTheFileOfBitcoind() throws IOException {
        String bans =
                """
                    "banned_nets": [
                        {
                            "version": 1,
                            "ban_created": 1795394685,
                            "banned_until": 1895494685,
                            "address": "1.2.3.0/24"
                        },
                        {
                            "version": 1,
                            "ban_created": 1795394685,
                            "banned_until": 1893456000,
                            "address": "::1/128"
                        }
                    ]
                }
                """;
        Files.writeString(file, "{\n    \"_warning_\": \"Do not edit.\",\n" + bans);
        BanList list = list();
        assertEquals(List.of("1.2.3.0/24", "::1/128"), texts(list.bans(NOW)));
        assertEquals(Instant.ofEpochSecond(1_795_394_685), list.bans(NOW).getLast().created());
        list.ban(subnet("9.9.9.9"), TOMORROW, NOW);
        list.unban(subnet("9.9.9.9"), NOW);
        String written = Files.readString(file);
        assertEquals(bans, written.substring(written.indexOf("    \"banned_nets\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "null",
                "{\"banned_nets\": {}}",
                "{\"banned_nets\": [1]}",
                "{\"banned_nets\": [{}]}",
                "{\"banned_nets\": []} {}",
                "{\"banned_nets\": [], \"banned_nets\": []}",
                "{\"banned_nets\": [{\"version\": \"1\"}]}",
                "{\"banned_nets\": [{\"version\": 1, \"address\": \"1.2.3.4\"}]}",
                "{\"banned_nets\": [{\"version\": 1, \"ban_created\": 1e3}]}",
                "{\"banned_nets\": [{\"version\": 99999999999999999999}]}",
                "{\"a\": [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]], \"banned_nets\": []}",
            })
    void aFileThatCannotBeReadIsMadeAnew(String text) throws IOException {
        Files.writeString(file, text);
        assertEquals(List.of(), list().bans(NOW));
        assertTrue(Files.readString(file).contains("\"banned_nets\": []"));
    }

    @Test
    void whatAnotherVersionWroteIsPassedOver() throws IOException {
        String ban =
                "{\"version\": %d, \"ban_created\": 1, \"banned_until\": 9000000000, \"x\": [{}],"
                        + " \"address\": \"%s\"}";
        Files.writeString(
                file,
                "{\"y\": {\"z\": []}, \"banned_nets\": ["
                        + ban.formatted(2, "1.2.3.4")
                        + ","
                        + ban.formatted(1, "nowhere\\u001b[2J")
                        + ","
                        + ban.formatted(1, "1.2.3.5")
                        + "]}");
        assertEquals(List.of("1.2.3.5/32"), texts(list().bans(NOW)));
    }

    @Test
    void timesBeyondTheCalendarAreItsEnds() throws IOException {
        BanList list = list();
        list.ban(subnet("1.2.3.4"), Instant.MAX, NOW);
        assertTrue(list().isBanned(address("1.2.3.4"), NOW));
        Files.writeString(
                file,
                "{\"banned_nets\": [{\"version\": 1, \"ban_created\": -9223372036854775808,"
                        + " \"banned_until\": 9223372036854775807, \"address\": \"1.2.3.5\"}]}");
        assertEquals(Instant.EPOCH, list().bans(NOW).getFirst().created());
    }

    @Test
    void aFileThatCannotBeWrittenDoesNotStopABan() throws IOException {
        BanList list = list();
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        assertEquals(Outcome.BANNED, list.ban(subnet("1.2.3.4"), TOMORROW, NOW));
        assertTrue(list.isBanned(address("1.2.3.4"), NOW));
        Files.delete(file.resolve("in the way"));
        Files.delete(file);
        list.save(NOW);
        assertTrue(list().isBanned(address("1.2.3.4"), NOW), "it is tried again");
    }

    @Test
    void whoeverIsDiscouragedIsNotBanned() {
        BanList list = list();
        list.discourage(address("1.2.3.4"));
        assertTrue(list.isDiscouraged(address("1.2.3.4")));
        assertFalse(list.isDiscouraged(address("1.2.3.5")));
        assertFalse(list.isBanned(address("1.2.3.4"), NOW));
        assertEquals(List.of(), list.bans(NOW));
    }

    /** CVE-2020-14198: 200,000 addresses that misbehave cost neither memory nor time. */
    @Test
    @Timeout(10)
    void anyNumberOfThemThatMisbehaveIsBounded() throws IOException {
        BanList list = list();
        for (int i = 0; i < 200_000; i++) list.discourage(misbehaving(i));
        for (int i = 150_000; i < 200_000; i++) assertTrue(list.isDiscouraged(misbehaving(i)));
        for (int i = 0; i < 200_000; i++) assertFalse(list.isBanned(misbehaving(i), NOW));
        int others = 0;
        for (int i = 300_000; i < 400_000; i++) if (list.isDiscouraged(misbehaving(i))) others++;
        assertTrue(others < 10, "taken for another: " + others);
        assertFalse(list.isDiscouraged(misbehaving(0)), "the first are forgotten");
        list.save(NOW);
        assertTrue(Files.size(file) < 1000);
    }

    private static NetAddress misbehaving(int i) {
        ByteString bytes = new ByteWriter(16).u32(0x01_20).u32(0).u32(0).u32(i).toByteString();
        return NetAddress.of(NetKind.IPV6, bytes);
    }

    @Test
    void manyBansAreLookedThroughInNoTime() throws IOException {
        var bans = new StringBuilder("{\"banned_nets\": [");
        for (int i = 0; i < 99_999; i++) {
            bans.append(i == 0 ? "" : ",")
                    .append("{\"version\": 1, \"ban_created\": 1, \"banned_until\": 9000000000,")
                    .append("\"address\": \"")
                    .append(misbehaving(i))
                    .append("\"}");
        }
        Files.writeString(file, bans.append("]}"));
        BanList list = list();
        assertTrue(list.isBanned(misbehaving(99_998), NOW));
        assertEquals(Outcome.BANNED, list.ban(subnet("1.2.3.4"), TOMORROW, NOW));
        assertEquals(Outcome.FULL, list.ban(subnet("1.2.3.5"), TOMORROW, NOW));
        long begin = System.nanoTime();
        for (int i = 0; i < 200_000; i++)
            assertEquals(i < 99_999, list.isBanned(misbehaving(i), NOW));
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos());
        assertEquals(100_000, list().bans(NOW).size());
    }
}
