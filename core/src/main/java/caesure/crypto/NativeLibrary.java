// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where libsecp256k1 comes from: a resource of a published jar. The system's linker loads libraries
 * by path only; so the resource becomes a file for as long as the loading takes. The one class of
 * the core that touches files (docs/decisions/0006).
 */
@SuppressWarnings("restricted") // loading foreign code is what this class is for
final class NativeLibrary {
    private static final String FOLDER = "/fr/acinq/secp256k1/jni/native/";

    /**
     * Operating system and processor, as {@link #platform} names them, to the library built for it.
     */
    private static final Map<String, String> RESOURCES =
            Map.of(
                    "linux-x86_64", FOLDER + "linux-x86_64/libsecp256k1-jni.so",
                    "linux-aarch64", FOLDER + "linux-aarch64/libsecp256k1-jni.so",
                    "darwin-x86_64", FOLDER + "darwin/libsecp256k1-jni.dylib",
                    "darwin-aarch64", FOLDER + "darwin/libsecp256k1-jni.dylib");

    private NativeLibrary() {}

    /**
     * Loads the library into this process, until it ends.
     *
     * @throws IllegalStateException if it does not run here; the message says why, in half a line
     */
    static SymbolLookup load() {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        String resource =
                resource(platform)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "there is no libsecp256k1 for " + platform));
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
            if (library == null) throw new IllegalStateException("no " + resource + " in any jar");
            return unpackAndLoad(library);
        } catch (IOException e) {
            throw new IllegalStateException("libsecp256k1 cannot be unpacked: " + e, e);
        }
    }

    /** The name of a platform: {@code linux-x86_64}, {@code darwin-aarch64}. */
    static String platform(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT);
        String processor = osArch.toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) system = "darwin";
        if (processor.equals("amd64")) processor = "x86_64";
        if (processor.equals("arm64")) processor = "aarch64";
        return system + "-" + processor;
    }

    /** The library for a platform; empty if nobody built one. */
    static Optional<String> resource(String platform) {
        return Optional.ofNullable(RESOURCES.get(platform));
    }

    /** How the names of this process's folders begin: what a crash leaves can be told by it. */
    static String folderPrefix() {
        return "caesure-" + ProcessHandle.current().pid() + "-";
    }

    /** The file is ours alone from its first moment, and gone before the first call. */
    private static SymbolLookup unpackAndLoad(InputStream library) throws IOException {
        var ours = PosixFilePermissions.fromString("rwx------");
        Path folder =
                Files.createTempDirectory(
                        folderPrefix(), PosixFilePermissions.asFileAttribute(ours));
        Path file = folder.resolve("libsecp256k1");
        try {
            Files.copy(library, file);
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            // the linker refused: no execution in this folder, or another C library
            throw new IllegalStateException("libsecp256k1 cannot be loaded from " + folder, e);
        } catch (IllegalCallerException e) {
            throw new IllegalStateException("native access is denied to this program", e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
