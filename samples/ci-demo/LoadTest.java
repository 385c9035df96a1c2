import java.util.ArrayDeque;

/**
 * A small service under load: makes short-lived orders at a fixed rate and keeps the last ones. With "cleanup" it also asks for a
 * full collection every half second, as a well-meant helper in an application would.
 */
public class LoadTest {
    public static void main(String[] args) throws InterruptedException {
        boolean isCleaning = args.length > 0 && args[0].equals("cleanup");
        ArrayDeque<byte[]> recent = new ArrayDeque<>();
        long startNanos = System.nanoTime();
        long cleanings = 0;
        long orders = 0;
        for (long nanos = 0; nanos < 5_000_000_000L; nanos = System.nanoTime() - startNanos) {
            for (int i = 0; i < 400; i++) {
                recent.addLast(new byte[2048]);
                if (recent.size() > 10_000) recent.removeFirst();
            }
            orders += 400;
            if (isCleaning && nanos / 500_000_000L > cleanings) {
                cleanings++;
                System.gc();
            }
            Thread.sleep(5);
        }
        System.out.println("served " + orders + " orders, " + recent.size() + " kept, " + cleanings + " cleanings");
    }
}
