// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What can happen to a file while nobody looks. */
enum Damage {
    FLIP {
        @Override
        byte[] of(byte[] bytes, SplittableRandom random) {
            byte[] other = bytes.clone();
            other[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return other;
        }
    },
    OVERWRITE {
        @Override
        byte[] of(byte[] bytes, SplittableRandom random) {
            byte[] other = bytes.clone();
            int from = random.nextInt(bytes.length);
            byte[] noise = new byte[Math.min(1 + random.nextInt(400), bytes.length - from)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, other, from, noise.length);
            return other;
        }
    },
    ZEROS {
        @Override
        byte[] of(byte[] bytes, SplittableRandom random) {
            byte[] other = bytes.clone();
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + 1 + random.nextInt(4096));
            Arrays.fill(other, from, to, (byte) 0);
            return other;
        }
    },
    CUT {
        @Override
        byte[] of(byte[] bytes, SplittableRandom random) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
    },
    TAKE_OUT {
        @Override
        byte[] of(byte[] bytes, SplittableRandom random) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + 1 + random.nextInt(400));
            byte[] other = new byte[bytes.length - (to - from)];
            System.arraycopy(bytes, 0, other, 0, from);
            System.arraycopy(bytes, to, other, from, bytes.length - to);
            return other;
        }
    },
    PUT_IN {
        @Override
        byte[] of(byte[] bytes, SplittableRandom random) {
            int at = random.nextInt(bytes.length);
            byte[] noise = new byte[1 + random.nextInt(400)];
            random.nextBytes(noise);
            byte[] other = new byte[bytes.length + noise.length];
            System.arraycopy(bytes, 0, other, 0, at);
            System.arraycopy(noise, 0, other, at, noise.length);
            System.arraycopy(bytes, at, other, at + noise.length, bytes.length - at);
            return other;
        }
    },
    DELETE {
        @Override
        byte[] of(byte[] bytes, SplittableRandom random) {
            return new byte[0];
        }
    };

    /** The bytes of a file, 1 at least, after it. */
    abstract byte[] of(byte[] bytes, SplittableRandom random);

    static Damage any(SplittableRandom random) {
        return values()[random.nextInt(values().length)];
    }

    /** Does it; whether anything is other than before. */
    boolean to(Path file, SplittableRandom random) throws IOException {
        byte[] before = Files.readAllBytes(file);
        if (this == DELETE) {
            Files.delete(file);
            return true;
        }
        byte[] after = of(before, random);
        Files.write(file, after);
        return !Arrays.equals(before, after);
    }
}
