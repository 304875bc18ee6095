// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.crypto.Secp256k1;
import caesure.log.Log;
import caesure.node.NodeSettings.Reindex;
import caesure.primitives.Work;
import caesure.store.DataDir;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A node at work on one data directory, for as long as it is open.
 *
 * <pre>
 *   try (Node node = Node.open(settings, secp, System.out, listener)) { // takes the lock, opens the log
 *       node.start();
 *       if (node.awaitReady()) ...                                     // the chain has caught up
 *       node.awaitStop();                                              // somebody called stop
 *   }                                                                  // the coins are saved
 * </pre>
 *
 * <p>One thread, named initload as bitcoind's, opens the chain, catches up and loads files; until
 * it is through it alone decides. It hears a wish to stop between two blocks, and what was
 * interrupted goes on at the next start. Any number of threads may call.
 */
public final class Node implements AutoCloseable {
    /** So many different warnings are kept. */
    private static final int WARNINGS_MAX = 100;

    private final NodeSettings settings;
    private final Secp256k1 secp;
    private final NodeListener listener;
    private final DataDir dir;
    private final NodeClock clock;
    private final Log log;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final ReentrantLock warningLock = new ReentrantLock();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final FutureTask<Boolean> start = new FutureTask<>(this::run);
    private final Thread starter = Thread.ofPlatform().name("initload").unstarted(start);
    private volatile Optional<Chain> chain = Optional.empty();
    private volatile Optional<InitialDownload> initial = Optional.empty();
    private volatile Optional<PeerService> peers = Optional.empty();
    private volatile Optional<TipLog> tips = Optional.empty();

    private Node(
            NodeSettings settings,
            Secp256k1 secp,
            NodeListener listener,
            DataDir dir,
            NodeClock clock,
            Log log) {
        this.settings = settings;
        this.secp = secp;
        this.listener = listener;
        this.dir = dir;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Takes the data directory for itself and opens the log.
     *
     * @param console where the log is printed if the settings ask for it
     * @throws IOException if another node is at work there, or the log cannot be opened
     */
    public static Node open(
            NodeSettings settings, Secp256k1 secp, PrintStream console, NodeListener listener)
            throws IOException {
        DataDir dir = DataDir.openWriter(settings.dataDir(), settings.params().network().folder());
        try {
            var clock = new NodeClock(InstantSource.system());
            clock.mock(settings.mockTime());
            Log log = openLog(settings, console, clock);
            settings.preface().forEach(line -> log.info("%s", line));
            settings.warnings().forEach(line -> log.warning("%s", line));
            log.info("Using data directory %s", dir.folder());
            return new Node(settings, secp, listener, dir, clock, log);
        } catch (IOException | RuntimeException | Error e) {
            dir.close();
            throw e;
        }
    }

    private static Log openLog(NodeSettings settings, PrintStream console, NodeClock clock)
            throws IOException {
        try {
            return Log.open(
                    settings.log(),
                    settings.filter(),
                    console,
                    InstantSource.system(),
                    clock::mock);
        } catch (IOException e) { // the words are bitcoind's
            Path file = settings.log().file().orElseThrow();
            throw new IOException("Could not open debug log file " + file, e);
        }
    }

    /** Begins to work. To be called once. */
    public void start() {
        if (!started.compareAndSet(false, true)) throw new IllegalStateException("started before");
        starter.start();
    }

    /**
     * Waits until the chain has caught up and all files are loaded.
     *
     * @return false if the node was stopped before, or is to stop now because its chain is as long
     *     as it was to become
     * @throws IOException if the start failed
     */
    public boolean awaitReady() throws IOException, InterruptedException {
        return result(start);
    }

    /**
     * Waits until somebody calls {@link #stop}, or the node has a reason of its own to end.
     *
     * @throws IOException if that is that it cannot go on
     */
    public void awaitStop() throws InterruptedException, IOException {
        stopping.await();
        awaitStop(Duration.ZERO);
    }

    /**
     * Waits for that, but no longer than some time.
     *
     * @return whether the node is to end
     */
    public boolean awaitStop(Duration atMost) throws InterruptedException, IOException {
        if (!stopping.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) return false;
        IOException why = failure.get();
        if (why != null) throw why;
        return true;
    }

    /** Whether the node is to end. */
    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /**
     * Asks the node to end, and returns at once. {@link #close} does it.
     *
     * @param why for the log
     */
    public void stop(String why) {
        if (!asked.compareAndSet(false, true)) return;
        log.info("Stopping: %s", why);
        stopping.countDown();
    }

    /** Empty until it is opened. */
    public Optional<Chain> chain() {
        return chain;
    }

    /** Whether the node is far behind still; empty until the chain is opened. */
    public Optional<InitialDownload> initialDownload() {
        return initial;
    }

    /** The peers; empty until the node begins to talk to some. */
    public Optional<Peering> peering() {
        return peers.map(Peering.class::cast);
    }

    /** Lets what happens now and then happen as if some time had passed, for tests. */
    public void advanceTimers(Duration by) {
        peers.ifPresent(service -> service.advance(by));
    }

    public NodeClock clock() {
        return clock;
    }

    public Log log() {
        return log;
    }

    /** The network's folder. */
    public Path folder() {
        return dir.folder();
    }

    /** What is not as it should be since the start, each once; the first hundred. */
    public List<String> warnings() {
        warningLock.lock();
        try {
            return List.copyOf(warnings);
        } finally {
            warningLock.unlock();
        }
    }

    /**
     * Brings everything to an end, saves the coins, and lets go of the data directory. An interrupt
     * does not hurry it.
     */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) return;
        stopping.countDown();
        // on a thread of its own: an interrupt would close the files under whoever writes
        var end = new FutureTask<>(this::end);
        Thread.ofPlatform().name("shutoff").start(end);
        boolean interrupted = false;
        try {
            while (!isThrough(end)) interrupted = true;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Waits for a task; false if the wait was interrupted. */
    private static boolean isThrough(FutureTask<?> task) throws IOException {
        try {
            result(task);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private Boolean end() throws IOException, InterruptedException {
        try (dir;
                log) {
            try {
                log.info("Shutdown in progress...");
                if (started.get()) starter.join();
                try {
                    peers.ifPresent(PeerService::close);
                } finally { // the coins are saved whatever became of the peers
                    if (chain.isPresent()) closeChain(chain.get());
                }
                log.info("Shutdown done");
            } catch (IOException | RuntimeException | Error e) {
                tell("The end was not clean", e);
                throw e;
            }
        }
        return true;
    }

    private void stage(String what) {
        log.info("init message: %s", what);
        listener.stage(what);
    }

    /** A failure of the world in a line; one of our own with its trace. */
    private void tell(String what, Throwable failure) {
        if (failure instanceof IOException) log.error("%s: %s", what, failure.getMessage());
        else log.fault(what, failure);
    }

    private void closeChain(Chain open) throws IOException, InterruptedException {
        try (open) {
            if (tips.isPresent()) tips.get().awaitTold(open.tip().node(), TipLog.LAST_LINES);
        }
    }

    /** What a task came to, with its errors as they were thrown. */
    private static <T> T result(FutureTask<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    /** What the starting thread does. */
    private boolean run() throws IOException {
        log.info("initload thread start");
        try {
            boolean ready = open() && catchUp();
            if (ready) meetPeers();
            if (ready) stage("Done loading");
            return ready;
        } catch (IOException | RuntimeException | Error e) {
            tell("The start failed", e);
            stopping.countDown();
            throw e;
        } finally {
            log.info("initload thread exit");
        }
    }

    private void meetPeers() throws IOException {
        if (settings.peers().isEmpty()) return;
        stage("Starting network threads…");
        var parts =
                new PeerService.Parts(
                        chain.orElseThrow(),
                        initial.orElseThrow(),
                        settings.chain().minimumWork(),
                        clock,
                        log,
                        dir.folder(),
                        this::fail);
        peers = Optional.of(PeerService.start(settings.peers().get(), parts));
    }

    /** The chain can be read or written no more: it is better to end than to go on without. */
    private void fail(UncheckedIOException e) {
        String what = e.getCause().getMessage();
        log.error("A fatal error occurred: %s", what);
        warn("A fatal error occurred: " + what);
        failure.compareAndSet(null, e.getCause());
        stop("the chain cannot be read or written");
    }

    private boolean open() throws IOException {
        tellTrust();
        if (settings.reindex() != Reindex.NONE) forget();
        stage("Loading block index…");
        var opened = Chain.open(dir, settings.params(), secp, settings.chain(), new Reporter());
        chain = Optional.of(opened);
        initial =
                Optional.of(
                        new InitialDownload(
                                opened, settings.chain().minimumWork(), settings.tipAgeMax()));
        if (settings.reindex() == Reindex.CHAINSTATE) opened.forgetCoins();
        var tipLog = new TipLog(opened, clock, log);
        tips = Optional.of(tipLog);
        opened.subscribe(event -> {
            tipLog.accept(event);
            isToEnd();
        });
        opened.subscribe(
                new ForkAlarm(
                        opened,
                        initial.get(),
                        clock,
                        () -> warn(ForkAlarm.WORDS),
                        () -> unwarn(ForkAlarm.WORDS)));
        tellTip("Loaded best chain: hashBestChain", opened, tipLog);
        return !isToEnd();
    }

    private boolean catchUp() throws IOException {
        Chain open = chain.orElseThrow();
        var work = new Start(open, clock, log, listener, this::isToEnd);
        if (settings.reindex() == Reindex.ALL) {
            log.info("Reindexing block file blk00000.dat (0% complete)...");
        }
        if (!work.catchUp()) {
            log.info("Interrupt requested. The next start goes on.");
            return false;
        }
        if (settings.reindex() == Reindex.ALL) log.info("Reindexing finished");
        if (!work.load(settings.loadBlocks())) {
            log.info("Interrupt requested. Exit block importing.");
            return false;
        }
        log.info("block tree size = %d", open.headers().all().size());
        log.info("nBestHeight = %d", open.tip().node().height());
        return !isToEnd();
    }

    /** Whether the work is to end: by a wish, or because the chain is as long as it was to be. */
    private boolean isToEnd() {
        int height = settings.chain().stopAtHeight();
        if (height > 0 && chain.isPresent() && chain.get().tip().node().height() >= height) {
            stop("the chain is at height " + height + " (-stopatheight)");
        }
        return isStopping();
    }

    private void tellTrust() {
        settings.chain()
                .assumeValid()
                .ifPresentOrElse(
                        hash ->
                                log.info(
                                        "Assuming ancestors of block %s have valid signatures.",
                                        hash),
                        () -> log.info("Validating signatures for all blocks."));
        Work least = settings.params().minimumWork();
        log.info("Setting nMinimumChainWork=%s", settings.chain().minimumWork());
        if (settings.chain().minimumWork().compareTo(least) < 0) {
            log.warning("nMinimumChainWork set below default value of %s", least);
        }
    }

    private void tellTip(String what, Chain open, TipLog tipLog) {
        HeaderNode tip = open.tip().node();
        log.info(
                "%s=%s height=%d date=%s progress=%f",
                what, tip.hash(), tip.height(), TipLog.date(tip), tipLog.progress(tip));
    }

    /**
     * Removes what can be found again from the blocks. The coins go first: what is left if this is
     * interrupted is a node that has lost something, not one that believes something.
     */
    private void forget() throws IOException {
        remove(dir.chainstate().resolve("coins.dat"));
        if (settings.reindex() == Reindex.ALL) remove(dir.blocks().resolve("index.dat"));
        List<Path> spent = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir.blocks(), "rev*.dat")) {
            files.forEach(spent::add);
        }
        for (Path file : spent) remove(file);
    }

    private void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) log.info("Removed %s to make it anew", file);
    }

    private void warn(String what) {
        warningLock.lock();
        try {
            if (warnings.size() < WARNINGS_MAX) warnings.add(what);
        } finally {
            warningLock.unlock();
        }
        log.warning("%s", what);
        listener.warning(what);
    }

    private void unwarn(String what) {
        warningLock.lock();
        try {
            warnings.remove(what);
        } finally {
            warningLock.unlock();
        }
    }

    private final class Reporter implements Chain.Reporter {
        @Override
        public void progress(CatchUp progress) {
            listener.progress(Start.of(progress));
        }

        @Override
        public void damage(String what) {
            warn(what);
        }

        @Override
        public void repaired(String what) {
            log.info("Repaired: %s", what);
        }

        @Override
        public void scripts(HeaderNode from, Optional<String> reason) {
            int height = from.height();
            reason.ifPresentOrElse(
                    why ->
                            log.info(
                                    "Enabling script verification at block #%d (%s): %s.",
                                    height, from.hash(), why),
                    () ->
                            log.info(
                                    "Disabling script verification at block #%d (%s).",
                                    height, from.hash()));
        }
    }
}
