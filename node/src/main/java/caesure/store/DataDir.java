// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The folder in which a node keeps its copy of the chain. One writer at a time, any number of
 * readers.
 *
 * <pre>
 *   DIR/                      the main network; the others lie in DIR/testnet3, DIR/testnet4,
 *                             DIR/signet and DIR/regtest
 *     .lock                   held by the writer; empty
 *     blocks/blk*.dat         blocks                                {@link BlockDB}
 *     blocks/bootstrap.dat    blocks that the user put there        {@link BlockDB}
 *     blocks/rev*.dat         the coins that they spent             {@link SpentDB}
 *     blocks/index.dat        where each block lies and how it is   {@link BlockIndex}
 *     chainstate/coins.dat    all coins after one block, as the ledger saved them
 *     indexes/                what is found again from the blocks
 *     wallets/                empty; made because other programs look for it
 *     peers.dat               addresses of other nodes
 *     banlist.json            with whom a person wants nothing to do
 * </pre>
 *
 * <p>No other folder is made. What cannot be found again lies in blocks/ alone.
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
     * The folder in which it lies must be there: it may be a disk that is not mounted yet.
     *
     * @param root what the user named
     * @param network the network's folder in it; empty for the main network
     * @throws IOException also if another node writes there, or it is Bitcoin Core's
     */
    public static DataDir openWriter(Path root, String network) throws IOException {
        Path folder = root.resolve(network);
        refuseForeign(folder);
        makePrivate(root);
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
        FileChannel channel = openLock(folder.resolve(".lock"));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this very process: refused below like any other
        } finally {
            if (lock == null) channel.close();
        }
        if (lock == null) {
            throw new IOException( // the words are bitcoind's
                    "Cannot obtain a lock on directory "
                            + folder
                            + ". Caesure is probably already running.");
        }
        return lock;
    }

    private static FileChannel openLock(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("cannot write to " + path + ": " + reason(e), e);
        }
    }

    /**
     * Core's files have the names of ours, and a node of ours would cut off what it cannot read.
     */
    private static void refuseForeign(Path folder) throws IOException {
        for (String name : List.of("blocks/xor.dat", "blocks/index", "chainstate/CURRENT")) {
            Path foreign = folder.resolve(name);
            if (Files.exists(foreign)) {
                throw new IOException(
                        folder
                                + " is a data directory of Bitcoin Core (it has "
                                + name
                                + "); name another one, and import its blocks from there");
            }
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        try {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                var owner = PosixFilePermissions.fromString("rwx------");
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(owner));
            } else {
                Files.createDirectory(folder);
            }
        } catch (IOException e) {
            throw new IOException("cannot make the folder " + folder + ": " + reason(e), e);
        }
    }

    /** What the system says is often no more than the name of the file. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "the folder in which it should lie is missing";
            case FileAlreadyExistsException _ -> "a file of that name is in the way";
            case FileSystemException refused when refused.getReason() != null ->
                    refused.getReason(); // such as: Read-only file system
            default -> String.valueOf(e.getMessage());
        };
    }
}
