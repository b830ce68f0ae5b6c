/* A window with nothing but a page: what of Qt's own Chromium has to run for the DevTools protocol to reach it. Written
   without Qt's headers, which Python's packages do not hold: each function stands under the name that C++ compilers give
   it. QT is the major version. */

#if QT == 5
typedef int length;
#define TEXT "_ZN7QStringC1EPK5QChari"
#else
typedef long long length;
#define TEXT "_ZN7QStringC1EPK5QCharx"
#endif

void make_application(void *, int *, char **, int) __asm__("_ZN12QApplicationC1ERiPPci");
int run_application(void) __asm__("_ZN16QCoreApplication4execEv");
void make_text(void *, const void *, length) __asm__(TEXT);
void make_address(void *, const void *, int) __asm__("_ZN4QUrlC1ERK7QStringNS_11ParsingModeE");
void make_view(void *, void *) __asm__("_ZN14QWebEngineViewC1EP7QWidget");
void *settings_of(const void *) __asm__("_ZNK14QWebEngineView8settingsEv");
void set(void *, int, int) __asm__("_ZN18QWebEngineSettings12setAttributeENS_12WebAttributeEb");
void load(void *, const void *) __asm__("_ZN14QWebEngineView4loadERK4QUrl");
void resize(void *, const void *) __asm__("_ZN7QWidget6resizeERK5QSize");
void show(void *) __asm__("_ZN7QWidget4showEv");
void activate(void *) __asm__("_ZN7QWidget14activateWindowEv");
void focus(void *, int) __asm__("_ZN7QWidget8setFocusEN2Qt11FocusReasonE");

int main(int count, char **words) {
  /* Far more than the objects need. */
  static _Alignas(16) char application[4096], view[4096], text[64], address[64];
  static const unsigned short blank[] = {'a', 'b', 'o', 'u', 't', ':', 'b', 'l', 'a', 'n', 'k'};
  static const int size[] = {1920, 1080};
  make_application(application, &count, words, QT << 16);
  make_view(view, 0);
  resize(view, size);
#if QT > 5
  /* LocalContentCanAccessRemoteUrls: from Qt 6 on, a page from a file asks no server without it. */
  set(settings_of(view), 6, 1);
#endif
  make_text(text, blank, sizeof blank / sizeof *blank);
  make_address(address, text, 0);
  load(view, address);
  show(view);
  /* Without a window manager nobody else gives it the keys. */
  activate(view);
  focus(view, 7);
  return run_application();
}
