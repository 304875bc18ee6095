// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that are read by position, of which only the last few used are open: the chain lies in
 * thousands of them, and a process may open fewer than that.
 */
final class OpenFiles implements AutoCloseable {
    /** How many files are open at once. Most systems let a process open 1,024. */
    private static final int OPEN_MAX = 64;

    private static final float LOAD_FACTOR = 0.75f;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, DataFile> files = new LinkedHashMap<>(OPEN_MAX, LOAD_FACTOR, true);
    private boolean closed;

    /**
     * Fills the buffer from a position of a file on, as far as there are bytes.
     *
     * @throws IOException also if there is no such file, naming it
     */
    void read(Path path, ByteBuffer to, long at) throws IOException {
        int start = to.position();
        while (true) {
            DataFile file = open(path);
            try {
                file.read(to, at + to.position() - start);
                return;
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                // closed for others while this thread read: opened again, or closed for good
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            for (DataFile file : files.values()) file.close();
            files.clear();
        } finally {
            lock.unlock();
        }
    }

    private DataFile open(Path path) throws IOException {
        lock.lock();
        try {
            if (closed) throw new ClosedChannelException();
            DataFile known = files.get(path);
            if (known != null) return known;
            DataFile file = DataFile.openReader(path);
            files.put(path, file);
            if (files.size() > OPEN_MAX) closeEldest();
            return file;
        } catch (NoSuchFileException e) {
            throw new IOException(path + " is missing", e);
        } finally {
            lock.unlock();
        }
    }

    private void closeEldest() throws IOException {
        Iterator<DataFile> eldest = files.values().iterator();
        DataFile file = eldest.next();
        eldest.remove();
        file.close();
    }
}
