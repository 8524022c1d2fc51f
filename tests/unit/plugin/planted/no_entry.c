/* A shared object like any other. */
__attribute__((visibility("default"))) int no_plugin(void);
int no_plugin(void) { return 1; }
