// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.Hex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * A password for programs of the same user: a file that only he can read and that lives as long as
 * the server. Its grammar, without a line break:
 *
 * <pre>
 *   cookie = "__cookie__:" 64 * hexdigit
 * </pre>
 */
public final class CookieFile implements AutoCloseable {
    /** The user's name; it only tells a person which file the password is from. */
    public static final String USER = "__cookie__";

    private static final int PASSWORD_BYTES = 32;

    private final Path file;
    private final Login login;
    private final String text;

    private CookieFile(Path file, Login login, String text) {
        this.file = file;
        this.login = login;
        this.text = text;
    }

    /** Who may read the file beside its owner, as bitcoind's -rpccookieperms names it. */
    public enum Readers {
        OWNER("rw-------"),
        GROUP("rw-r-----"),
        ALL("rw-r--r--");

        private final String mode;

        Readers(String mode) {
            this.mode = mode;
        }
    }

    /**
     * Writes a new cookie in place of an older one, whole or not at all.
     *
     * @throws IOException if that fails; no file is there then
     */
    public static CookieFile write(Path file, Readers readers, SecureRandom random)
            throws IOException {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = Hex.of(bytes);
        String text = USER + ":" + password;
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        // of a start that was killed; its mode may be wrong
        if (Files.isRegularFile(draft, LinkOption.NOFOLLOW_LINKS)) Files.delete(draft);
        create(draft, text);
        if (posix(draft)) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(readers.mode));
        }
        Files.move(
                draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return new CookieFile(file, Login.of(USER, password, random), text);
    }

    private static void create(Path draft, String text) throws IOException {
        FileAttribute<?>[] mode =
                posix(draft.toAbsolutePath().getParent())
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString(Readers.OWNER.mode))
                        }
                        : new FileAttribute<?>[0];
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(draft, options, mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) channel.write(bytes);
        }
    }

    private static boolean posix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    /** What the cookie proves. */
    public Login login() {
        return login;
    }

    /**
     * Removes the file, unless it is that of another server by now.
     *
     * @throws IOException if it is there and cannot be removed
     */
    @Override
    public void close() throws IOException {
        if (Files.exists(file)
                && Files.readString(file, StandardCharsets.ISO_8859_1).equals(text)) {
            Files.deleteIfExists(file);
        }
    }
}
