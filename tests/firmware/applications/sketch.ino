// An Arduino sketch that updates itself.
#include <WiFi.h>
#include <HttpsOTAUpdate.h>

extern const char labCa[] asm("_binary_lab_ca_pem_start");

static String url;
static HttpsOTAStatus_t last = HTTPS_OTA_IDLE;

void onHttp(HttpEvent_t *event)
{
    switch (event->event_id) {
        case HTTP_EVENT_ON_CONNECTED: Serial.println("Http connected"); break;
        case HTTP_EVENT_DISCONNECTED: Serial.println("Http disconnected"); break;
        default: break;
    }
}

void setup()
{
    Serial.begin(115200);
    pinMode(LED_BUILTIN, OUTPUT);
    WiFi.begin("lab", "secret");
    while (WiFi.status() != WL_CONNECTED)
        delay(100);
    Serial.print("Address: ");
    Serial.println(WiFi.localIP());
    Serial.printf("Chip %s, %u bytes for a sketch\n", ESP.getChipModel(), (unsigned)ESP.getFreeSketchSpace());
    HttpsOTA.onHttpEvent(onHttp);
    Serial.println("URL?");
}

void loop()
{
    if (Serial.available()) {
        url = Serial.readStringUntil('\n');
        url.trim();
        Serial.println("Starting OTA from " + url);
        HttpsOTA.begin(url.c_str(), labCa, false);
    }
    digitalWrite(LED_BUILTIN, !digitalRead(LED_BUILTIN));
    const HttpsOTAStatus_t now = HttpsOTA.status();
    if (now != last) {
        last = now;
        Serial.print("Status ");
        Serial.println((int)now);
        if (now == HTTPS_OTA_SUCCESS)
            ESP.restart();
    }
    delay(20);
}
