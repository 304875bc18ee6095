// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import java.io.IOException;

/**
 * A file that grows at its end only. An append that fails leaves nothing behind: what was half
 * written is cut off at once, or, if that fails too, before the next append.
 *
 * <p>For one thread at a time.
 */
final class GrowingFile implements AutoCloseable {
    private final DataFile file;
    private long end;
    private boolean torn; // a failed append may have left bytes behind the end

    /** Takes over a file opened to write, whose last byte is its end. */
    GrowingFile(DataFile file) throws IOException {
        this.file = file;
        this.end = file.size();
    }

    /** Behind the last whole append, in bytes. */
    long end() {
        return end;
    }

    /** Cuts off what stands behind a position. */
    void cut(long at) throws IOException {
        file.truncate(at);
        end = at;
    }

    /**
     * Adds bytes behind the last.
     *
     * @param bytes which nobody changes meanwhile
     * @return where the first of them stands
     */
    long append(byte[] bytes) throws IOException {
        if (torn) mend();
        try {
            torn = true;
            file.write(bytes, end);
            torn = false;
        } catch (IOException e) {
            tryToMend(e);
            throw e;
        }
        long from = end;
        end += bytes.length;
        return from;
    }

    /** Waits until all that was appended would outlive a loss of power. */
    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void mend() throws IOException {
        file.truncate(end);
        torn = false;
    }

    private void tryToMend(IOException cause) {
        try {
            mend();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
