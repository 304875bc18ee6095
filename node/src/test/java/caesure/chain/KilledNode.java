// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.store.BlockIndex.Standing;
import caesure.store.DataDir;
import caesure.store.Frames;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A program that works on a chain until it is killed: it opens, imports, is told to refuse and to
 * reconsider blocks, closes, and begins again. It writes a dot before each step, and in a line of
 * its own what the chain reports.
 */
final class KilledNode implements Importer.Listener, Chain.Reporter {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(TestNode.NOW_S));

    private static final int WORDS = 60;

    /** Without the buffers of System.out: what was written was written. */
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    private final Path folder;
    private final Path file;
    private final SplittableRandom random;

    private KilledNode(Path folder, Path file, SplittableRandom random) {
        this.folder = folder;
        this.file = file;
        this.random = random;
    }

    /**
     * Starts it in a process of its own.
     *
     * @param complaints where its standard error goes
     */
    static Process start(Path folder, Path file, long seed, Path complaints) throws IOException {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledNode.class.getName(),
                        folder.toString(),
                        file.toString(),
                        Long.toString(seed));
        return new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    }

    /**
     * @param args the folder of the chain, the file to import, a seed
     */
    public static void main(String[] args) throws IOException {
        var random = new SplittableRandom(Long.parseLong(args[2]));
        var node = new KilledNode(Path.of(args[0]), Path.of(args[1]), random);
        while (true) node.live();
    }

    private void live() throws IOException {
        Params params = TestNode.REGTEST;
        Secp256k1 secp = Secp256k1.load().engine();
        var settings = Chain.Settings.of(params, 1);
        step();
        try (DataDir dir = DataDir.openWriter(folder, "");
                Chain chain = Chain.open(dir, params, secp, settings, this)) {
            step();
            chain.catchUp(this::isToStop);
            takeBack(chain);
            new Importer(chain, this, CLOCK, this::isToStop).run(List.of(file));
            for (int i = 0; i < WORDS; i++) giveWord(chain);
            step();
        }
    }

    /** Goes to another branch and back. */
    private void giveWord(Chain chain) throws IOException {
        HeaderNode tip = chain.tip().node();
        if (tip.height() == 0) return;
        HeaderNode refused = tip.ancestor(Math.max(1, tip.height() - random.nextInt(20)));
        step();
        chain.invalidate(refused.hash());
        step();
        chain.reconsider(refused.hash());
    }

    /** What a person said before the end is forgotten: the tip has to be the same always. */
    static void takeBack(Chain chain) throws IOException {
        for (HeaderNode node : List.copyOf(chain.headers().all())) {
            if (node.facts().standing() == Standing.INVALIDATED) chain.reconsider(node.hash());
        }
    }

    private boolean isToStop() {
        step();
        return false;
    }

    private void step() {
        write(".");
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Runtime.getRuntime().halt(1); // nobody is there any more
        }
    }

    @Override
    public void damage(String what) {
        write("\ndamage: " + what + "\n");
    }

    @Override
    public void repaired(String what) {
        write("\nrepaired: " + what + "\n");
    }

    @Override
    public void bad(Importer.BadBlock block) {
        // some are
    }

    @Override
    public void withoutParent(Importer.Orphan block) {
        // those on bad blocks
    }

    @Override
    public void skipped(Path from, Frames.Gap gap) {
        write("\ndamage: " + from + " " + gap + "\n");
    }

    @Override
    public void progress(Importer.Progress progress) {
        // told by isToStop
    }

    @Override
    public void progress(CatchUp progress) {
        // told by isToStop
    }
}
