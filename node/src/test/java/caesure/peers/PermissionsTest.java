// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static caesure.peers.Permission.ADDR;
import static caesure.peers.Permission.BLOOMFILTER;
import static caesure.peers.Permission.DOWNLOAD;
import static caesure.peers.Permission.FORCERELAY;
import static caesure.peers.Permission.MEMPOOL;
import static caesure.peers.Permission.NOBAN;
import static caesure.peers.Permission.RELAY;
import static caesure.peers.Some.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.peers.Permissions.Granted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

class PermissionsTest {
    private static final Set<Permission> IMPLICIT = Permissions.implicit(true, false);

    private static Granted granted(String text) {
        return Permissions.whitelist(text, IMPLICIT);
    }

    private static Set<Permission> of(String text) {
        return granted(text).permissions();
    }

    @Test
    void withoutWordsWhatIsImpliedIsGranted() {
        assertEquals(Set.of(MEMPOOL, NOBAN, DOWNLOAD, RELAY), of("1.2.3.4"));
        assertEquals(Set.of(MEMPOOL, NOBAN, DOWNLOAD), Permissions.implicit(false, false));
        assertEquals(
                Set.of(MEMPOOL, NOBAN, DOWNLOAD, RELAY, FORCERELAY),
                Permissions.implicit(false, true));
    }

    @Test
    void wordsGrantWhatTheySayAndWhatThatHas() {
        assertEquals(Set.of(NOBAN, DOWNLOAD), of("noban@1.2.3.4"));
        assertEquals(Set.of(FORCERELAY, RELAY), of("forcerelay@1.2.3.4"));
        assertEquals(Set.of(BLOOMFILTER, ADDR), of("bloom,,addr,@1.2.3.4"));
        assertEquals(Set.of(BLOOMFILTER), of("bloomfilter,bloom@1.2.3.4"));
        assertEquals(Set.of(), of("@1.2.3.4"));
        assertEquals(Set.of(Permission.values()), of("all@1.2.3.4"));
        assertEquals(
                List.of("bloomfilter", "noban", "download"),
                of("download,noban,bloom@::1").stream().map(Permission::shown).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "'1.2.3.4', true, false",
        "'relay@1.2.3.4', true, false",
        "'relay,in@1.2.3.4', true, false",
        "'out,relay@1.2.3.4', false, true",
        "'in,relay,out@1.2.3.4', true, true",
    })
    void aDirectionSaysForWhoseCallsItIs(String text, boolean incoming, boolean outgoing) {
        assertEquals(incoming, granted(text).incoming());
        assertEquals(outgoing, granted(text).outgoing());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "oopsie@1.2.3.4/32|Invalid P2P permission: 'oopsie'",
                "NOBAN@1.2.3.4/32|Invalid P2P permission: 'NOBAN'",
                "in@1.2.3.4|Only direction was set, no permissions: 'in@1.2.3.4'",
                "out,in,@1.2.3.4|Only direction was set, no permissions: 'out,in,@1.2.3.4'",
                "noban@1.2.3.4:230|Invalid netmask specified in -whitelist: '1.2.3.4:230'",
                "noban@relay@::1|Invalid netmask specified in -whitelist: 'relay@::1'",
                "``|Invalid netmask specified in -whitelist: ''",
            })
    void aBadWhitelistIsRefusedInTheWordsOfBitcoind(String text, String why) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> granted(text)).getMessage());
    }

    @Test
    void aWhitebindIsAnAddressWithItsPort() {
        var bound = Permissions.whitebind("noban,in@1.2.3.4:8332", IMPLICIT);
        assertEquals("1.2.3.4:8332", bound.endpoint().toString());
        assertEquals(Set.of(NOBAN, DOWNLOAD), bound.permissions());
        assertEquals(IMPLICIT, Permissions.whitebind("[::1]:8333", IMPLICIT).permissions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "out,noban@1.2.3.4:1|whitebind may only be used for incoming connections (\"out\" was"
                        + " passed)",
                "noban@1.2.3.4|Need to specify a port with -whitebind: '1.2.3.4'",
                "noban@nowhere:1|Cannot resolve -whitebind address: 'nowhere:1'",
                "no@1.2.3.4:1|Invalid P2P permission: 'no'",
            })
    void aBadWhitebindIsRefusedInTheWordsOfBitcoind(String text, String why) {
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Permissions.whitebind(text, IMPLICIT));
        assertEquals(why, e.getMessage());
    }

    @Test
    void whatSeveralRangesGrantAddsUp() {
        var grants =
                List.of(
                        granted("mempool@1.0.0.0/8"),
                        granted("addr,in,out@1.2.3.0/24"),
                        granted("all,out@1.2.3.4"));
        var caller = ConnectionType.INBOUND;
        assertEquals(Set.of(MEMPOOL, ADDR), Permissions.of(address("1.2.3.4"), caller, grants));
        assertEquals(Set.of(MEMPOOL), Permissions.of(address("1.9.3.4"), caller, grants));
        assertEquals(Set.of(), Permissions.of(address("2.2.3.4"), caller, grants));
        assertEquals(
                Set.of(Permission.values()),
                Permissions.of(address("1.2.3.4"), ConnectionType.MANUAL, grants));
        assertEquals(
                Set.of(),
                Permissions.of(address("1.2.3.4"), ConnectionType.OUTBOUND_FULL_RELAY, grants));
    }
}
