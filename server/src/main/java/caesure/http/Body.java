// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Reads the bodies of requests into memory, but of all of them together only so much. */
public final class Body {
    /** Longest body, in bytes; bitcoind's bound too. */
    public static final int MAX_BYTES = 32 << 20;

    /** What a body may take without asking, in bytes. Nearly all requests are shorter. */
    static final int SMALL_BYTES = 64 << 10;

    /** How many long bodies are in memory at once: 8 times 32 MiB. Others wait for their turn. */
    private static final int LONG_ONES = 8;

    private static final int PIECE_BYTES = 16 << 10;

    private final Semaphore longOnes = new Semaphore(LONG_ONES, true);

    /** A body in memory. Whoever is done with it closes it. */
    final class Held implements AutoCloseable {
        private ByteString bytes = ByteString.EMPTY;
        private boolean isLong;

        private Held() {}

        ByteString bytes() {
            return bytes;
        }

        @Override
        public void close() {
            bytes = ByteString.EMPTY;
            if (isLong) longOnes.release();
            isLong = false;
        }
    }

    /**
     * Reads a body to its end.
     *
     * @param longest in bytes
     * @return empty if it is longer than that
     * @throws IOException if it breaks off or takes too long
     */
    Optional<Held> read(InputStream from, int longest) throws IOException, InterruptedException {
        Held held = new Held();
        boolean done = false;
        try {
            var bytes = new ByteArrayOutputStream();
            byte[] piece = new byte[PIECE_BYTES];
            for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
                if (bytes.size() + n > longest) return Optional.empty();
                if (bytes.size() + n > SMALL_BYTES && !held.isLong) {
                    longOnes.acquire();
                    held.isLong = true;
                }
                bytes.write(piece, 0, n);
            }
            held.bytes = ByteString.wrap(bytes.toByteArray());
            done = true;
            return Optional.of(held);
        } finally {
            if (!done) held.close();
        }
    }
}
