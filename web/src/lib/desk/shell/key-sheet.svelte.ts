/** True while the sheet of shortcuts is shown. */
let open = $state(false);

export const keySheet = {
  get open(): boolean {
    return open;
  },
  set open(wanted: boolean) {
    open = wanted;
  },
  show: (): void => {
    open = true;
  },
};
