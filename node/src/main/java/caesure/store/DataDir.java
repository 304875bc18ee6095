// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder in which a node keeps its copy of the chain. One writer at a time, any number of
 * readers.
 *
 * <pre>
 *   DIR/               the main network; the others lie in DIR/testnet3, testnet4, signet, regtest
 *     .lock            held by the writer
 *     blocks/          {@link BlockDB}
 *     chainstate/      {@link VerdictLog}
 * </pre>
 */
public final class DataDir implements AutoCloseable {
    private final Path folder;
    private final Optional<FileLock> lock;

    private DataDir(Path folder, Optional<FileLock> lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a data directory to write, and makes it (for its owner alone, 0700) where it is absent.
     *
     * @param root what the user named
     * @param network the network's folder in it; empty for the main network
     * @throws IOException also if another node writes there
     */
    public static DataDir openWriter(Path root, String network) throws IOException {
        Path folder = root.resolve(network);
        makePrivate(folder);
        makePrivate(folder.resolve("blocks"));
        makePrivate(folder.resolve("chainstate"));
        makePrivate(folder.resolve("indexes"));
        makePrivate(folder.resolve("wallets"));
        return new DataDir(folder, Optional.of(lock(folder)));
    }

    /**
     * Opens a data directory to read; a writer may be at work in it.
     *
     * @throws IOException also if there is none
     */
    public static DataDir openReader(Path root, String network) throws IOException {
        Path folder = root.resolve(network);
        if (!Files.isDirectory(folder.resolve("blocks"))) {
            throw new IOException("no blocks in " + folder);
        }
        return new DataDir(folder, Optional.empty());
    }

    /** Of the network: where its files lie. */
    public Path folder() {
        return folder;
    }

    public Path blocks() {
        return folder.resolve("blocks");
    }

    public Path chainstate() {
        return folder.resolve("chainstate");
    }

    /** Where what is found again from the blocks lies. */
    public Path indexes() {
        return folder.resolve("indexes");
    }

    /** Whether this was opened to write. */
    public boolean isWritable() {
        return lock.isPresent();
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) lock.get().acquiredBy().close();
    }

    private static FileLock lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this very process: refused below like any other
        } finally {
            if (lock == null) channel.close();
        }
        if (lock == null) {
            throw new IOException("another node is writing to " + folder + "; stop it first");
        }
        return lock;
    }

    private static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var owner = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(owner));
        } else {
            Files.createDirectories(folder);
        }
    }
}
