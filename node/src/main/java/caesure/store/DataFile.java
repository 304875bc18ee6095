// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is read and written by position, by several threads at once.
 *
 * <p>The interrupt of one thread closes a channel for all of them. The interrupted thread gets the
 * exception; for the others the file is opened again.
 */
final class DataFile implements AutoCloseable {
    private final Path path;
    private final Set<OpenOption> again;
    private final ReentrantLock opening = new ReentrantLock();
    private FileChannel channel;
    private boolean closed;

    private DataFile(Path path, Set<OpenOption> first, Set<OpenOption> again) throws IOException {
        this.path = path;
        this.again = again;
        this.channel = open(path, first);
    }

    /** A file to read, which must be there. */
    static DataFile openReader(Path path) throws IOException {
        Set<OpenOption> read = Set.of(StandardOpenOption.READ);
        return new DataFile(path, read, read);
    }

    /** A file to read and write; it is made where it is absent. */
    static DataFile openWriter(Path path) throws IOException {
        return writer(path, StandardOpenOption.CREATE);
    }

    /** A file to read and write that must not be there yet. */
    static DataFile createNew(Path path) throws IOException {
        return writer(path, StandardOpenOption.CREATE_NEW);
    }

    private static DataFile writer(Path path, OpenOption creating) throws IOException {
        OpenOption read = StandardOpenOption.READ;
        OpenOption write = StandardOpenOption.WRITE;
        return new DataFile(path, Set.of(creating, read, write), Set.of(read, write));
    }

    Path path() {
        return path;
    }

    /** In bytes. */
    long size() throws IOException {
        return with(FileChannel::size);
    }

    /** Fills the buffer from a position on, as far as there are bytes. */
    void read(ByteBuffer to, long at) throws IOException {
        long from = at - to.position();
        with(open -> {
            while (to.hasRemaining() && open.read(to, from + to.position()) >= 0) {
                // a short read is no end
            }
            return 0L;
        });
    }

    /** What stands from a position on: fewer bytes than asked for only at the end of the file. */
    ByteString read(long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        read(buffer, at);
        return ByteString.wrap(buffer.array()).slice(0, buffer.position());
    }

    /** Writes all bytes from a position on. If it fails, some of them may be written. */
    void write(byte[] bytes, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        with(open -> {
            while (buffer.hasRemaining()) open.write(buffer, at + buffer.position());
            return 0L;
        });
    }

    /** Cuts off what stands behind a position. */
    void truncate(long at) throws IOException {
        with(open -> {
            open.truncate(at);
            return 0L;
        });
    }

    /** Waits until all that was written would outlive a loss of power. */
    void force() throws IOException {
        with(open -> {
            open.force(false);
            return 0L;
        });
    }

    @Override
    public void close() throws IOException {
        opening.lock();
        try {
            closed = true;
            channel.close();
        } finally {
            opening.unlock();
        }
    }

    /** Opens a channel; where that is not allowed, in words. */
    static FileChannel open(Path path, Set<OpenOption> options) throws IOException {
        try {
            return FileChannel.open(path, options);
        } catch (AccessDeniedException e) {
            throw new IOException(path + ": permission denied", e);
        }
    }

    private interface Act {
        long on(FileChannel open) throws IOException;
    }

    private long with(Act act) throws IOException {
        while (true) {
            FileChannel open = open();
            try {
                return act.on(open);
            } catch (ClosedByInterruptException e) {
                throw e; // it was this thread that was interrupted
            } catch (ClosedChannelException e) {
                // another was: open() opens again, or throws if this file was closed for good
            } catch (IOException e) {
                throw new IOException(path + ": " + e.getMessage(), e); // disk full, damaged disk
            }
        }
    }

    private FileChannel open() throws IOException {
        opening.lock();
        try {
            if (closed) throw new ClosedChannelException();
            if (!channel.isOpen()) channel = open(path, again);
            return channel;
        } finally {
            opening.unlock();
        }
    }
}
