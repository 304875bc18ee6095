// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Users, passwords and the cookie. */
class LoginTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Made with Python's hmac module. */
    private static final String ALICE =
            "alice:00112233445566778899aabbccddeeff"
                    + "$5f0dfb6bd8aac2835603ac087db8951ae4350d371d2b14d99feaa41e97d355d9";

    @TempDir private Path folder;

    private static Optional<String> user(List<Login> logins, String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return new Logins(logins).user("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void knowsThePasswordByItsHash() {
        Login alice = Login.parse(ALICE).orElseThrow();
        assertTrue(alice.is("alice", "p\u00e4ss:word"));
        assertFalse(alice.is("alice", "p\u00e4ss"));
        assertFalse(alice.is("Alice", "p\u00e4ss:word"));
        assertFalse(alice.toString().contains(alice.hash()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "foo",
                "foo:bar",
                "foo:bar:baz",
                "foo$bar:baz",
                "foo$bar$baz",
                "a:b$c$d"
            })
    void aTextOfAnotherFormIsNoLogin(String text) {
        assertEquals(Optional.empty(), Login.parse(text));
    }

    @Test
    void oneOfSeveralPasswordsOfAUserIsEnough() {
        var logins = List.of(Login.of("bob", "one", RANDOM), Login.of("bob", "two", RANDOM));
        assertEquals(Optional.of("bob"), user(logins, "bob:one"));
        assertEquals(Optional.of("bob"), user(logins, "bob:two"));
        assertEquals(Optional.empty(), user(logins, "bob:three"));
        assertEquals(Optional.empty(), user(logins, "bob"));
        assertEquals(Optional.empty(), user(List.of(), "bob:one"));
    }

    @Test
    void theCookieIsReadByItsOwnerOnly() throws IOException {
        Path file = folder.resolve(".cookie");
        try (CookieFile cookie = CookieFile.write(file, CookieFile.Readers.OWNER, RANDOM)) {
            String text = Files.readString(file);
            assertTrue(text.matches("__cookie__:[0-9a-f]{64}"), text);
            assertEquals(Optional.of("__cookie__"), user(List.of(cookie.login()), text));
            assertEquals("rw-------", mode(file));
        }
        assertFalse(Files.exists(file));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void theOperatorMayOpenTheCookie() throws IOException {
        Path file = folder.resolve(".cookie");
        try (CookieFile _ = CookieFile.write(file, CookieFile.Readers.GROUP, RANDOM)) {
            assertEquals("rw-r-----", mode(file));
        }
        try (CookieFile _ = CookieFile.write(file, CookieFile.Readers.ALL, RANDOM)) {
            assertEquals("rw-r--r--", mode(file));
        }
    }

    @Test
    void replacesWhatAKilledNodeLeft() throws IOException {
        Path file = folder.resolve(".cookie");
        Files.writeString(file, "__cookie__:old");
        Files.writeString(folder.resolve(".cookie.tmp"), "half");
        try (CookieFile _ = CookieFile.write(file, CookieFile.Readers.OWNER, RANDOM)) {
            assertFalse(Files.readString(file).contains("old"));
            assertEquals("rw-------", mode(file));
            assertFalse(Files.exists(folder.resolve(".cookie.tmp")));
        }
    }

    @Test
    void removesNoOtherCookie() throws IOException {
        Path file = folder.resolve(".cookie");
        CookieFile old = CookieFile.write(file, CookieFile.Readers.OWNER, RANDOM);
        try (CookieFile _ = CookieFile.write(file, CookieFile.Readers.OWNER, RANDOM)) {
            old.close();
            assertTrue(Files.exists(file));
        }
    }

    @Test
    void saysWhenItCannotWrite() throws IOException {
        Files.createDirectory(folder.resolve(".cookie.tmp"));
        Path file = folder.resolve(".cookie");
        assertThrows(
                IOException.class, () -> CookieFile.write(file, CookieFile.Readers.OWNER, RANDOM));
        assertFalse(Files.exists(file));
    }
}
