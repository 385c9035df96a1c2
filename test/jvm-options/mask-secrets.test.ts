import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskSecrets, maskWords } from "../../src/jvm-options/mask-secrets.js";

describe("maskWords", () => {
  it.each([
    ["-Djavax.net.ssl.keyStorePassword=hunter2", "-Djavax.net.ssl.keyStorePassword=***"],
    ["-Dapi.token=hunter2", "-Dapi.token=***"],
    ["-Dapi-key=hunter2", "-Dapi-key=***"],
    ["-DDB_PASSWORD=two words hunter2", "-DDB_PASSWORD=***"],
    ["-DPGPASSWORD=hunter2", "-DPGPASSWORD=***"],
    ["-DawsSecretAccessKey=hunter2", "-DawsSecretAccessKey=***"],
    ["-Durl=jdbc:mysql://user:hunter2@db.example/x", "-Durl=jdbc:mysql://user:***@db.example/x"],
    ["-Durl=jdbc:postgresql://db/x?user=a&password=hunter2", "-Durl=jdbc:postgresql://db/x?user=a&password=***"],
    ["-Durl=jdbc:oracle:thin:scott/hunter2@db:1521", "-Durl=jdbc:oracle:thin:scott/***@db:1521"],
    ["-javaagent:apm.jar=host=h,token=hunter2,x=1", "-javaagent:apm.jar=host=h,token=***,x=1"],
    ["-Dheader=Bearer abcdefgh12345678", "-Dheader=Bearer ***"],
    ["-Durl=redis://:hunter2@h:6379/0", "-Durl=redis://:***@h:6379/0"],
    ["-Durl=amqp://u:hun@ter2@h/x", "-Durl=amqp://u:***@h/x"],
    ["--password=hunter2", "--password=***"],
  ])("hides the secret in %s", (word, masked) => {
    expect(maskWords([word])).toEqual([masked]);
  });

  it("hides the word after --password", () => {
    expect(maskWords(["Main", "--password", "hunter2", "--verbose"])).toEqual(["Main", "--password", "***", "--verbose"]);
  });

  it("leaves everything else alone", () => {
    const words = ["-Dbypass=1", "-Dcompass=n", "-Dtokenizer.path=/x", "-Dpassword.file=/etc/pw", "-XX:StartFlightRecording=filename=a.jfr,settings=gc.jfc", "-Xlog:gc*:file=gc.log:time,uptime,level,tags", "-XX:MaxGCPauseMillis=50", "-Durl=http://host:8080/a@b", "-cp", "a:b"];
    expect(maskWords(words)).toEqual(words);
  });

  it("masks JSON and environment text, and changes nothing the second time", () => {
    expect(maskSecrets('DB_PASSWORD=a1 {"apiKey": "b2", "n": 3}')).toBe('DB_PASSWORD=*** {"apiKey": ***, "n": 3}');
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("a", "token", "=", ":", " ", "/", "@", "password", "://", '"', "&", "-D") }), (text) => maskSecrets(maskSecrets(text)) === maskSecrets(text)));
  });
});
