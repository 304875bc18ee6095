// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.store.Frames;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** An import that writes down what it is told. */
public final class ImportRun implements Importer.Listener {
    /** Later than any block of the vectors. */
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z"));

    private final List<Importer.BadBlock> bad = new ArrayList<>();
    private final List<Importer.Orphan> orphans = new ArrayList<>();
    private final List<Frames.Gap> gaps = new ArrayList<>();
    private final List<Importer.Progress> progress = new ArrayList<>();

    /** Imports files and folders to their end. */
    public Importer.Summary into(Chain chain, Path... files) throws IOException {
        return new Importer(chain, this, CLOCK, () -> false).run(List.of(files));
    }

    /** Imports until so many blocks were taken. */
    Importer.Summary stoppedAfter(int blocks, Chain chain, Path... files) throws IOException {
        return new Importer(chain, this, CLOCK, () -> steps(Importer.Phase.TAKING) >= blocks)
                .run(List.of(files));
    }

    /** Imports with no more than so many records in memory. */
    Importer.Summary within(int records, Chain chain, Path... files) throws IOException {
        return new Importer(chain, this, CLOCK, () -> false, records).run(List.of(files));
    }

    private long steps(Importer.Phase phase) {
        return progress.stream().filter(step -> step.phase() == phase).count();
    }

    List<Importer.Progress> progress() {
        return progress;
    }

    public List<Importer.BadBlock> bad() {
        return bad;
    }

    public List<Importer.Orphan> orphans() {
        return orphans;
    }

    List<Frames.Gap> gaps() {
        return gaps;
    }

    @Override
    public void progress(Importer.Progress step) {
        progress.add(step);
    }

    @Override
    public void bad(Importer.BadBlock block) {
        bad.add(block);
    }

    @Override
    public void withoutParent(Importer.Orphan block) {
        orphans.add(block);
    }

    @Override
    public void skipped(Path file, Frames.Gap gap) {
        gaps.add(gap);
    }
}
