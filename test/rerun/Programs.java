import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Small services to try advice on: `java Programs.java <program> key=value …`. Each request is due at a time fixed beforehand
 * (an open loop), and its latency is counted from then, so that nobody who waits for a pause is forgotten.
 *
 * Options of all: seconds, rate (requests a second), threads, skip (seconds left out at the start), out (file of latencies).
 * Prints one line: `requests p50 p99 p999 max` in ms and the share beyond 10, 50 and 200 ms; `batch` prints its wall time.
 */
public final class Programs {
  interface Program {
    /** Serves one request. */
    long serve(SplittableRandom random) throws Exception;
  }

  static Map<String, String> options = new HashMap<>();
  static volatile long sink;

  static long number(String key, long otherwise) {
    String text = options.get(key);
    return text == null ? otherwise : Long.parseLong(text);
  }

  public static void main(String[] words) throws Exception {
    for (int i = 1; i < words.length; i++) options.put(words[i].substring(0, words[i].indexOf('=')), words[i].substring(words[i].indexOf('=') + 1));
    if (words[0].equals("batch")) { Batch.run(); return; }
    serveLoad(create(words[0]));
  }

  static Program create(String name) {
    switch (name) {
      case "orders": return new Orders();
      case "sessions": return new Sessions();
      case "images": return new Images();
      case "scripts": return new Scripts();
      case "exports": return new Exports();
      case "references": return new References();
      case "windows": return new Windows();
      case "ledger": return new Ledger();
      case "locks": return new Locks();
      case "scans": return new Scans();
      case "texts": return new Texts();
      default: throw new IllegalArgumentException("no program " + name);
    }
  }

  static void serveLoad(Program program) throws Exception {
    int rate = (int) number("rate", 300);
    long seconds = number("seconds", 70);
    int skip = (int) (number("skip", 15) * rate);
    int count = (int) (rate * seconds);
    long[] dueAt = new long[count];
    long[] tookNanos = new long[count];
    SplittableRandom gaps = new SplittableRandom(7);
    double at = 0;
    for (int i = 0; i < count; i++) {
      at += -Math.log(1 - gaps.nextDouble()) / rate;
      dueAt[i] = (long) (at * 1e9);
    }
    ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(count);
    long epochMs = System.currentTimeMillis();
    long start = System.nanoTime();
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < number("threads", 6); t++) {
      SplittableRandom random = new SplittableRandom(100 + t);
      Thread worker = new Thread(() -> {
        try {
          for (int next = queue.take(); next >= 0; next = queue.take()) {
            sink += program.serve(random);
            tookNanos[next] = System.nanoTime() - start - dueAt[next];
          }
        } catch (OutOfMemoryError | Exception e) {
          System.out.println("failed " + e);
          System.exit(3);
        }
      });
      workers.add(worker);
      worker.start();
    }
    for (int i = 0; i < count; i++) {
      long wait;
      while ((wait = start + dueAt[i] - System.nanoTime()) > 0) LockSupport.parkNanos(wait);
      queue.add(i);
    }
    for (int t = 0; t < workers.size(); t++) queue.add(-1);
    for (Thread worker : workers) worker.join();
    report(Arrays.copyOfRange(tookNanos, skip, count));
    if (options.containsKey("out")) writeLatencies(options.get("out"), epochMs, dueAt, tookNanos);
    System.exit(0);
  }

  static void report(long[] took) {
    Arrays.sort(took);
    int n = took.length;
    System.out.printf("requests %d p50 %.2f p99 %.2f p999 %.2f max %.2f over10 %.5f over50 %.5f over200 %.5f%n", n, ms(took[n / 2]), ms(took[(int) (n * 0.99)]), ms(took[(int) (n * 0.999)]), ms(took[n - 1]), beyond(took, 10), beyond(took, 50), beyond(took, 200));
  }

  static double ms(long nanos) { return nanos / 1e6; }

  static double beyond(long[] took, long limitMs) {
    int count = 0;
    for (long nanos : took) if (nanos > limitMs * 1_000_000) count++;
    return (double) count / took.length;
  }

  static void writeLatencies(String path, long epochMs, long[] dueAt, long[] took) throws IOException {
    try (PrintWriter out = new PrintWriter(path)) {
      out.println("timestamp_ms,latency_ms");
      for (int i = 0; i < took.length; i++) out.printf(java.util.Locale.ROOT, "%d,%.3f%n", epochMs + dueAt[i] / 1_000_000, ms(took[i]));
    }
  }

  static long work(long micros) {
    long until = System.nanoTime() + micros * 1000, x = 1;
    while (System.nanoTime() < until) for (int i = 0; i < 200; i++) x = x * 6364136223846793005L + 1442695040888963407L;
    return x;
  }

  /** Reads text, splits it, counts words: objects that die with the request. */
  static final class Orders implements Program {
    final Map<Integer, byte[]> catalog = new HashMap<>();

    Orders() { for (int i = 0; i < number("catalogMb", 20) * 64; i++) catalog.put(i, new byte[16 * 1024 - 16]); }

    public long serve(SplittableRandom random) {
      long sum = 0;
      for (int round = 0; round < number("rounds", 10); round++) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 120; i++) text.append("item").append(random.nextInt(5000)).append(';');
        Map<String, Integer> counts = new HashMap<>();
        for (String word : text.toString().split(";")) counts.merge(word, 1, Integer::sum);
        sum += counts.size() + catalog.get(random.nextInt(catalog.size())).length;
      }
      return sum + work(number("workUs", 200));
    }
  }

  static final class Session { String id; List<byte[]> pages = new ArrayList<>(); Session previous; }

  /** Least recently used sessions: live data that grow to a bound and are then exchanged. */
  static final class Sessions implements Program {
    final int most = (int) (number("sessionsMb", 150) * 128);
    final LinkedHashMap<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true) {
      protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) { return size() > most; }
    };

    Sessions() { if (number("filled", 1) == 1) for (int i = 0; i < most; i++) open("s" + i); }

    Session open(String id) {
      Session session = new Session();
      session.id = id;
      for (int i = 0; i < 15; i++) session.pages.add(new byte[496]);
      sessions.put(id, session);
      return session;
    }

    public long serve(SplittableRandom random) {
      long sum = 0;
      for (int i = 0; i < number("touches", 6); i++) {
        String id = "s" + random.nextInt(most * 2);
        synchronized (sessions) {
          Session session = sessions.get(id);
          if (session == null) session = open(id);
          session.pages.set(random.nextInt(15), new byte[496]);
          sum += session.pages.size();
        }
      }
      for (int i = 0; i < number("garbageKb", 60); i++) sum += new byte[1008].length;
      return sum + work(number("workUs", 200));
    }
  }

  /** Decodes pictures into arrays; some are large, and the last ones are kept for a while. */
  static final class Images implements Program {
    final ArrayDeque<Object> recent = new ArrayDeque<>();
    final byte[][] store = new byte[(int) number("storeMb", 60)][];

    Images() { for (int i = 0; i < store.length; i++) { store[i] = new byte[0]; fill(i); } }

    void fill(int i) {
      List<byte[]> parts = new ArrayList<>();
      for (int k = 0; k < 64; k++) parts.add(new byte[16 * 1024 - 16]);
      synchronized (recent) { kept.put(i, parts); }
    }

    final Map<Integer, Object> kept = new HashMap<>();

    public long serve(SplittableRandom random) {
      int[] small = new int[4000];
      if (random.nextInt((int) number("oneIn", 4)) != 0) return small.length + work(number("workUs", 200));
      int bytes = (int) (number("leastKb", 300) + random.nextInt((int) number("spreadKb", 1500))) * 1024;
      byte[] pixels = new byte[bytes];
      for (int i = 0; i < bytes; i += 4096) pixels[i] = 1;
      synchronized (recent) {
        recent.addLast(pixels);
        while (recent.size() > number("keep", 20)) recent.removeFirst();
      }
      return pixels.length + work(number("workUs", 200));
    }
  }

  /** Loads a class of its own for each script, and keeps the last ones. */
  static final class Scripts implements Program {
    static final class Body { static long calls; public static Object call() { return Long.valueOf(++calls); } }

    static final class OwnLoader extends ClassLoader {
      final byte[] code;
      OwnLoader(byte[] code) { super(Programs.class.getClassLoader()); this.code = code; }
      Class<?> define() { return defineClass(null, code, 0, code.length); }
    }

    final byte[] code;
    final ArrayDeque<Object> kept = new ArrayDeque<>();
    long loaded;

    Scripts() {
      try (InputStream in = Programs.class.getResourceAsStream("Programs$Scripts$Body.class")) {
        code = in.readAllBytes();
      } catch (IOException e) { throw new IllegalStateException(e); }
    }

    public long serve(SplittableRandom random) {
      if (random.nextInt((int) number("oneIn", 3)) == 0) {
        Class<?> type = new OwnLoader(code).define();
        synchronized (kept) {
          kept.addLast(type);
          loaded++;
          while (kept.size() > number("keep", 4000)) kept.removeFirst();
        }
      }
      long sum = 0;
      for (int i = 0; i < 60; i++) sum += new byte[1008].length;
      return sum + work(number("workUs", 200));
    }
  }

  /** Writes reports through buffers outside the heap, and asks for a collection after each batch. */
  static final class Exports implements Program {
    final byte[][] reports = new byte[(int) number("reportsMb", 120) * 16][65520];
    long lastNanos = System.nanoTime();

    public long serve(SplittableRandom random) {
      long sum = 0;
      for (int i = 0; i < 40; i++) sum += new byte[2032].length;
      reports[random.nextInt(reports.length)] = new byte[65520];
      if (random.nextInt((int) number("directOneIn", 50)) == 0) sum += ByteBuffer.allocateDirect(64 * 1024).capacity();
      boolean isDue;
      synchronized (this) {
        isDue = System.nanoTime() - lastNanos > number("everySeconds", 6) * 1_000_000_000L;
        if (isDue) lastNanos = System.nanoTime();
      }
      if (isDue) System.gc();
      return sum + work(number("workUs", 200));
    }
  }

  /** Looks objects up through soft, weak and phantom references. */
  static final class References implements Program {
    final Object[] held = new Object[(int) number("held", 400_000)];
    final ReferenceQueue<Object> queue = new ReferenceQueue<>();

    public long serve(SplittableRandom random) {
      for (int i = 0; i < number("each", 400); i++) {
        Object value = new byte[48];
        int at = random.nextInt(held.length);
        held[at] = i % 3 == 0 ? new SoftReference<>(value, queue) : i % 3 == 1 ? new WeakReference<>(value, queue) : new PhantomReference<>(value, queue);
      }
      long polled = 0;
      while (queue.poll() != null && polled < 1000) polled++;
      return polled + work(number("workUs", 200));
    }
  }

  /** Gathers events into windows of some seconds: objects that live just long enough to be promoted. */
  static final class Windows implements Program {
    final ArrayDeque<List<byte[]>> windows = new ArrayDeque<>();
    final ArrayDeque<Long> closedAt = new ArrayDeque<>();
    final byte[][] base = new byte[(int) number("baseMb", 40) * 64][16 * 1024 - 16];

    public long serve(SplittableRandom random) {
      List<byte[]> events = new ArrayList<>();
      for (int i = 0; i < number("eventKb", 60) * 4; i++) events.add(new byte[240]);
      long now = System.nanoTime();
      synchronized (windows) {
        windows.addLast(events);
        closedAt.addLast(now + number("lifeMs", 3000) * 1_000_000);
        while (closedAt.peekFirst() < now) { closedAt.removeFirst(); windows.removeFirst(); }
      }
      return events.size() + base.length + work(number("workUs", 200));
    }
  }

  /** Keeps a bit of every request for ever. */
  static final class Ledger implements Program {
    final List<byte[]> entries = new ArrayList<>();

    public long serve(SplittableRandom random) {
      long sum = 0;
      for (int i = 0; i < number("garbageKb", 80); i++) sum += new byte[1008].length;
      synchronized (entries) { for (int i = 0; i < number("keepKb", 8); i++) entries.add(new byte[1008]); }
      return sum + work(number("workUs", 200));
    }
  }

  /** One lock that is now and then held for long. */
  static final class Locks implements Program {
    public long serve(SplittableRandom random) throws InterruptedException {
      long sum = 0;
      for (int i = 0; i < 40; i++) sum += new byte[1008].length;
      synchronized (this) {
        if (random.nextInt((int) number("oneIn", 900)) == 0) Thread.sleep(number("heldMs", 150));
      }
      return sum + work(number("workUs", 200));
    }
  }

  /** Sums a column in a counted loop that has no place to stop in. */
  static final class Scans implements Program {
    final int[] column = new int[(int) number("rows", 40_000_000)];
    long lastNanos = System.nanoTime();

    public long serve(SplittableRandom random) {
      long sum = 0;
      for (int i = 0; i < 120; i++) sum += new byte[1008].length;
      boolean isDue;
      synchronized (this) {
        isDue = System.nanoTime() - lastNanos > number("everyMs", 400) * 1_000_000;
        if (isDue) lastNanos = System.nanoTime();
      }
      return (isDue ? scan(column) : 0) + sum + work(number("workUs", 200));
    }

    static long scan(int[] rows) {
      int hash = 1;
      for (int pass = 0; pass < number("passes", 2); pass++) for (int i = 0; i < rows.length; i++) hash = hash * 31 + (rows[i] ^ i) % 7;
      return hash;
    }
  }

  /** Keeps many equal texts. */
  static final class Texts implements Program {
    final String[] texts = new String[(int) number("texts", 600_000)];

    Texts() { for (int i = 0; i < texts.length; i++) texts[i] = text(i); }

    static String text(int i) { return "customer of the region number " + i % 500 + " in the north of the country, first floor"; }

    public long serve(SplittableRandom random) {
      for (int i = 0; i < number("each", 200); i++) texts[random.nextInt(texts.length)] = text(random.nextInt(100_000));
      return texts.length + work(number("workUs", 200));
    }
  }

  /** Groups and sorts records, in several threads, as fast as it can. */
  static final class Batch {
    static void run() throws InterruptedException {
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < number("threads", 2); t++) {
        Thread thread = new Thread(Batch::group);
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) thread.join();
      System.out.printf("batch wallMs %.0f%n", ms(System.nanoTime() - start));
      System.exit(0);
    }

    static void group() {
      SplittableRandom random = new SplittableRandom(ThreadLocalRandom.current().nextInt(1000));
      ArrayDeque<TreeMap<String, List<Integer>>> kept = new ArrayDeque<>();
      for (int round = 0; round < number("rounds", 60); round++) {
        TreeMap<String, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < 200_000; i++) groups.computeIfAbsent("key" + random.nextInt(20_000), key -> new ArrayList<>()).add(i);
        kept.addLast(groups);
        if (kept.size() > number("keepRounds", 6)) kept.removeFirst();
        sink += groups.size();
      }
    }
  }
}
