// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteString;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.store.Frames;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of blocks that somebody else wrote.
 *
 * <pre>
 *   DIR/blk00000.dat, blk00001.dat, ...   records in the framing of bootstrap.dat
 *   DIR/bootstrap.dat                     the same; looked at last
 *   DIR/xor.dat                           key(8); absent: none
 * </pre>
 *
 * <p>Bitcoin Core XORs each byte of its blkNNNNN.dat, by its position, with the key in xor.dat.
 * There may be holes in the numbers (Core prunes), and nothing says in which order the blocks lie.
 *
 * @param key eight bytes; zeros for a file that is not hidden
 */
public record BlockFile(Path path, ByteString key) {
    /** The key that changes nothing. */
    public static final ByteString PLAIN = ByteString.wrap(new byte[Frames.XOR_KEY_BYTES]);

    private static final Pattern NUMBERED = Pattern.compile("blk(\\d{5,9})\\.dat");
    private static final String BOOTSTRAP = "bootstrap.dat";
    private static final String KEY = "xor.dat";

    /**
     * The files that a path means: itself; or the numbered ones of a folder, in their order; or
     * those of its folder {@code blocks}, or of the {@code blocks} in its folder for the network.
     *
     * @throws IOException also if there are none, or they are another network's
     */
    public static List<BlockFile> find(Path path, Params params) throws IOException {
        if (!Files.exists(path)) throw new IOException("no such file: " + path);
        List<BlockFile> files = Files.isDirectory(path) ? in(path, params) : List.of(alone(path));
        for (BlockFile file : files) file.requireNoOtherNetwork(params);
        return files;
    }

    /** Opens it to read the records. */
    Frames open(ByteString magic) throws IOException {
        return Frames.open(path, magic, key);
    }

    /** Whether a key changes its bytes. */
    boolean isHidden() {
        return !key.equals(PLAIN);
    }

    /** Whether it was named by a node, and so may have had a key. */
    boolean isNumbered() {
        return NUMBERED.matcher(path.getFileName().toString()).matches();
    }

    private static List<BlockFile> in(Path folder, Params params) throws IOException {
        String network = params.network().folder();
        List<Path> places =
                List.of(
                        folder,
                        folder.resolve(network).resolve("blocks"), // Core's names are ours
                        folder.resolve("blocks"));
        for (Path place : places) {
            List<BlockFile> found = Files.isDirectory(place) ? listed(place) : List.of();
            if (!found.isEmpty()) return found;
        }
        throw new IOException("no blk00000.dat or the like in " + folder);
    }

    private static List<BlockFile> listed(Path folder) throws IOException {
        List<Path> numbered;
        try (Stream<Path> all = Files.list(folder)) {
            numbered =
                    all.filter(file -> numberOf(file).isPresent() && Files.isRegularFile(file))
                            .sorted(Comparator.comparing((Path file) -> numberOf(file).orElse(0)))
                            .toList();
        }
        var found = new ArrayList<BlockFile>();
        ByteString key = numbered.isEmpty() ? PLAIN : keyIn(folder);
        for (Path file : numbered) found.add(new BlockFile(file, key));
        Path bootstrap = folder.resolve(BOOTSTRAP);
        if (Files.isRegularFile(bootstrap)) found.add(new BlockFile(bootstrap, PLAIN));
        return found;
    }

    /** A numbered file that is named by itself is hidden by the key beside it, too. */
    private static BlockFile alone(Path path) throws IOException {
        boolean numbered = numberOf(path).isPresent();
        return new BlockFile(path, numbered ? keyIn(path.resolveSibling(".")) : PLAIN);
    }

    private static Optional<Integer> numberOf(Path file) {
        Matcher name = NUMBERED.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(Integer.valueOf(name.group(1))) : Optional.empty();
    }

    private static ByteString keyIn(Path folder) throws IOException {
        Path file = folder.resolve(KEY).normalize();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] key = in.readNBytes(Frames.XOR_KEY_BYTES + 1);
            if (key.length == Frames.XOR_KEY_BYTES) return ByteString.wrap(key);
            throw new IOException(
                    file
                            + " is no key of Bitcoin Core: it must have 8 bytes, and has "
                            + (key.length > Frames.XOR_KEY_BYTES ? "more" : key.length));
        } catch (NoSuchFileException e) {
            return PLAIN; // Core before 28, or -blocksxor=0
        }
    }

    private void requireNoOtherNetwork(Params params) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(path)) {
            first = in.readNBytes(params.magic().length());
        }
        for (int i = 0; i < first.length; i++) first[i] ^= (byte) key.at(i);
        ByteString magic = ByteString.wrap(first);
        if (magic.equals(params.magic())) return;
        Optional<Network> other =
                Arrays.stream(Network.values())
                        .filter(network -> Params.of(network).magic().equals(magic))
                        .findAny();
        if (other.isEmpty()) return;
        throw new IOException(
                String.format(
                        "%s holds blocks of the network %s, not of %s",
                        path, other.get().chain(), params.network().chain()));
    }
}
