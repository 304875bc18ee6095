// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class Secp256k1LoaderTest {
    @Test
    void loadsTheNativeLibraryWithoutAWord() {
        assertInstanceOf(NativeSecp256k1.class, Secp256k1.load().engine());
        assertEquals(Optional.empty(), Secp256k1.load().warning());
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        Secp256k1.load();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        String ours = NativeLibrary.folderPrefix();
        try (var all = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    all.filter(path -> path.getFileName().toString().startsWith(ours)).toList());
        }
    }

    @Test
    void fallsBackAndSaysWhy() {
        var loaded =
                Secp256k1Loader.load(() -> {
                    throw new IllegalStateException("the disk is on fire");
                });
        assertInstanceOf(BouncySecp256k1.class, loaded.engine());
        String warning = loaded.warning().orElseThrow();
        assertTrue(warning.contains("the disk is on fire"), warning);
        assertEquals(1, warning.lines().count());
    }

    @Test
    void fallsBackWhenTheLibraryDoesNotLink() {
        var loaded =
                Secp256k1Loader.load(() -> {
                    throw new ExceptionInInitializerError(new IllegalStateException("why"));
                });
        assertInstanceOf(BouncySecp256k1.class, loaded.engine());
        assertTrue(loaded.warning().orElseThrow().endsWith("why"));
    }

    @Test
    void doesNotTrustAnEngineThatSaysYesToAll() {
        assertInstanceOf(
                BouncySecp256k1.class, Secp256k1Loader.load(() -> new Constant(true)).engine());
        assertInstanceOf(
                BouncySecp256k1.class, Secp256k1Loader.load(() -> new Constant(false)).engine());
    }

    @Test
    void namesPlatformsAsTheJarsDo() {
        assertEquals("linux-x86_64", NativeLibrary.platform("Linux", "amd64"));
        assertEquals("linux-aarch64", NativeLibrary.platform("Linux", "aarch64"));
        assertEquals("darwin-aarch64", NativeLibrary.platform("Mac OS X", "aarch64"));
        assertEquals("darwin-x86_64", NativeLibrary.platform("Mac OS X", "x86_64"));
        assertEquals(
                Optional.empty(),
                NativeLibrary.resource(NativeLibrary.platform("Windows 11", "amd64")));
    }

    @Test
    void everyNamedLibraryIsInAJar() {
        for (String platform :
                new String[] {"linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-aarch64"}) {
            String resource = NativeLibrary.resource(platform).orElseThrow();
            assertTrue(NativeLibrary.class.getResource(resource) != null, resource);
        }
    }

    /** An engine that does not look. */
    private record Constant(boolean answer) implements Secp256k1 {
        @Override
        public boolean verifyEcdsa(ByteString publicKey, ByteString signature, Hash256 message) {
            return answer;
        }

        @Override
        public boolean verifySchnorr(
                ByteString publicKey, ByteString signature, ByteString message) {
            return answer;
        }

        @Override
        public boolean isTweaked(
                ByteString outputKey, boolean oddOutput, ByteString internalKey, Hash256 tweak) {
            return answer;
        }

        @Override
        public Optional<Tweaked> tweak(ByteString internalKey, Hash256 tweak) {
            return Optional.empty();
        }

        @Override
        public boolean isPublicKey(ByteString publicKey) {
            return answer;
        }

        @Override
        public Optional<ByteString> publicKey(ByteString secret) {
            return Optional.empty();
        }

        @Override
        public Optional<ByteString> plus(ByteString publicKey, Hash256 scalar) {
            return Optional.empty();
        }

        @Override
        public Optional<Recoverable> signRecoverably(ByteString secret, Hash256 message) {
            return Optional.empty();
        }

        @Override
        public Optional<ByteString> recover(Recoverable signature, Hash256 message) {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "constant";
        }
    }
}
