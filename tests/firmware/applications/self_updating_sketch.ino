// A sketch in the manner of Arduino's HTTPS update example: it updates itself when it starts, from a
// URL that is built in, and says so until somebody restarts it.
#include <WiFi.h>
#include <HttpsOTAUpdate.h>

#include <stdlib.h>

extern const char labCa[] asm("_binary_lab_ca_pem_start");

static unsigned long lastWord = 0;

void setup()
{
    Serial.begin(115200);
    WiFi.begin("lab", "secret");
    while (WiFi.status() != WL_CONNECTED)
        delay(100);
    const char *url = getenv("TEST_SKETCH_URL"); // a test cannot know its port when it is built
    Serial.println("Starting OTA");
    HttpsOTA.begin(url ? url : "https://127.0.0.1/firmware.bin", labCa, false);
    Serial.println("Please Wait it takes some time ...");
}

void loop()
{
    if (millis() - lastWord < 1000) {
        delay(20);
        return;
    }
    lastWord = millis();
    const HttpsOTAStatus_t status = HttpsOTA.status();
    if (status == HTTPS_OTA_SUCCESS)
        Serial.println("Firmware written successfully. To reboot device, call API ESP.restart() or "
                       "PUSH restart button on device");
    else if (status == HTTPS_OTA_FAIL)
        Serial.println("Firmware Upgrade Fail");
}
